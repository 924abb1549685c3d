import assert from 'node:assert/strict';
import { smallRun } from '../../../fixtures/bundles/small-run.ts';
import { changed } from '../../../fixtures/bundles/tampering.ts';
import { canonicalJson } from '../../model/canonical-json.ts';
import type { FileSet } from '../../model/digest.ts';
import { packBag } from '../format/bag-archive.ts';
import { type EvidenceOf, evidenceOf } from './evidence-of.ts';
import { type Purpose, shortcomings } from './submission.ts';

const RUN: EvidenceOf = {
  tested: { role: 'provider', baseUrl: 'https://provider.invalid' },
  engine: { name: 'assay', version: '0.1.0', digest: 'a'.repeat(64), nodeMajor: 20 },
  startedAt: '2026-03-03T10:15:00.000Z',
  resumed: [],
  verdict: 'pass',
  counts: { pass: 3, fail: 0, error: 0, skip: 0 },
  selection: { filter: [], tags: [], simulator: false },
  cases: { planned: 3, ofSuites: 3, byChoice: 0, leftOut: {} },
  notForSubmission: [],
  stages: [{ id: 'int', title: 'INT', complete: true, required: 2, passed: 2, missing: [] }],
};
const INCOMPLETE = RUN.stages.map((stage) => ({ ...stage, complete: false, passed: 1 }));

const codes = (run: Partial<EvidenceOf>, purpose: Purpose) =>
  shortcomings({ ...RUN, ...run }, purpose).map(({ code, severity }) => {
    assert.equal(severity, 'not-checked');
    return code;
  });

describe('what a run is evidence of', () => {
  const packed = (files: FileSet): Uint8Array =>
    packBag({ folder: 'run', files: new Map([...files].map(([path, bytes]) => [`data/${path}`, bytes])) });

  it('is told of product, target, times and engine, and of what was left out, by reason', () => {
    const files = smallRun({ 'A-01': 'pass', 'A-02': 'pass' });
    const reasons = ['not-selected', 'not-selected', 'unattended', 'plain-http', 'simulator-only', 'other-role'];
    const planText = canonicalJson({
      ...JSON.parse(Buffer.from(files.get('plan.json') ?? []).toString()),
      excluded: reasons.map((reason, place) => ({ id: `A-1${place}`, suite: 'a', reason })),
    });
    const read = evidenceOf(packed(changed(files, { 'plan.json': planText })));
    assert.ok('value' in read);
    const { tested, cases, startedAt, finishedAt, engine, notForSubmission } = read.value;
    const { name, odsCode, baseUrl } = tested;
    assert.deepEqual([name, odsCode, baseUrl], ['Example Booking', 'X26', 'http://provider.invalid']);
    const leftOut = { 'not-selected': 2, unattended: 1, 'plain-http': 1, 'simulator-only': 1, 'other-role': 1 };
    assert.deepEqual(cases, { planned: 2, ofSuites: 6, byChoice: 3, leftOut });
    assert.deepEqual([engine.version, notForSubmission.length], ['0.1.0', 1]);
    assert.ok(finishedAt !== undefined && startedAt <= finishedAt);
  });

  it('is nothing when the file is no archive, or holds no plan', () => {
    assert.ok('findings' in evidenceOf(Buffer.from('no archive')));
    const read = evidenceOf(packBag({ folder: 'a', files: new Map([['data/plan.json', Buffer.from('{}')]]) }));
    assert.deepEqual('findings' in read && read.findings.map(({ code }) => code), ['PLAN_MISMATCH']);
  });
});

describe('what a run lacks', () => {
  const partial = {
    cases: { planned: 2, ofSuites: 5, byChoice: 3, leftOut: { 'not-selected': 3 } },
    stages: INCOMPLETE,
  };

  it('is nothing when it is wanted for nothing', () => {
    assert.deepEqual(codes({ ...partial, notForSubmission: ['the run stopped before its end'] }, {}), []);
  });

  it('for a submission are the cases that were left out, and whatever keeps it from being one', () => {
    const purpose = { forSubmission: true };
    assert.deepEqual(codes({}, purpose), []);
    assert.deepEqual(codes(partial, purpose), ['CASES_LEFT_OUT']);
    assert.deepEqual(codes({ ...partial, stages: RUN.stages }, purpose), [], 'a stage asks for fewer cases');
    assert.deepEqual(codes({ notForSubmission: ['the run stopped before its end'] }, purpose), ['NOT_FOR_SUBMISSION']);
  });

  it('for a submission is a run that passed', () => {
    for (const verdict of ['fail', 'error', 'skip'] as const) {
      assert.deepEqual(codes({ verdict }, { forSubmission: true }), ['RUN_NOT_PASSED']);
      assert.deepEqual(codes({ verdict }, { stage: 'int' }), [], 'the cases of the stage passed');
    }
  });

  it('for a stage is what the stage lacks, by its id or title', () => {
    for (const stage of ['int', 'INT', 'Int']) {
      assert.deepEqual(codes({}, { stage }), []);
      assert.deepEqual(codes({ stages: INCOMPLETE }, { stage }), ['STAGE_INCOMPLETE']);
    }
    assert.deepEqual(codes({}, { stage: 'live' }), ['STAGE_INCOMPLETE'], 'there is no such stage');
  });
});

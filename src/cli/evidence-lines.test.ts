import assert from 'node:assert/strict';
import { MIXED, smallRun } from '../../fixtures/bundles/small-run.ts';
import { changed } from '../../fixtures/bundles/tampering.ts';
import { packBag } from '../evidence/format/bag-archive.ts';
import { type EvidenceOf, evidenceOf } from '../evidence/review/evidence-of.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import type { Resumption } from '../model/resumption.ts';
import type { Verdict } from '../model/verdict.ts';
import { evidenceLines, evidenceWords } from './evidence-lines.ts';

function evidence(endings: Readonly<Record<string, Verdict>>, resumed?: readonly Resumption[]): EvidenceOf {
  const files = changed(smallRun(endings), {
    'results.json': (bytes) => canonicalJson({ ...JSON.parse(bytes.toString()), ...(resumed && { resumed }) }),
  });
  const read = evidenceOf(
    packBag({ folder: 'run', files: new Map([...files].map(([path, bytes]) => [`data/${path}`, bytes])) }),
  );
  return 'value' in read ? read.value : assert.fail();
}

describe('the words of what a run is evidence of', () => {
  it('begin with how it ended', () => {
    const words = (endings: Readonly<Record<string, Verdict>>) => evidenceWords(evidence(endings))[0];
    assert.equal(words({ 'A-01': 'pass' }), 'evidence of a run that passed');
    assert.equal(words(MIXED), 'evidence of a run that FAILED: 1 failed, 1 error, 1 skipped of 4 cases');
    assert.equal(words({ 'A-01': 'error' }), 'evidence of a run that BROKE: 1 error of 1 case');
    assert.equal(words({ 'A-01': 'skip' }), 'evidence of a run that DID NOT PASS: 1 skipped of 1 case');
    assert.equal(words({}), 'evidence of a run that BROKE: none of 0 cases');
  });

  it('say how often it went on after a stop, and what that left behind', () => {
    const line = (resumed?: readonly Resumption[]) =>
      evidenceLines(evidence(MIXED, resumed)).find((one) => one.startsWith('resumed'));
    assert.equal(line(), undefined);
    const [first, second] = ['2026-03-03T10:15:10.000Z', '2026-03-03T10:15:20.000Z'] as const;
    assert.equal(line([{ at: first, tornBytes: 0, unnamed: [] }]), `resumed  once, at ${first}`);
    const left = [
      { at: first, tornBytes: 120, unnamed: [] },
      { at: second, tornBytes: 0, unnamed: ['exchanges/0001-0001.req.http'] },
    ];
    assert.match(line(left) ?? '', new RegExp(`^resumed  2 times, last at ${second}; 120 bytes .*; 1 message `));
  });
});

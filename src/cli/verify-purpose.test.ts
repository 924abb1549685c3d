import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { EXIT } from '../model/exit-code.ts';

describe('assay verify of a run that is sound and little', function () {
  this.timeout(120_000);
  const desk = Desk.perSuite();
  let bundle: string;
  before(async () => {
    assert.equal(await desk.assay('run', SUITES, '--filter', 'BK-20'), EXIT.ok, desk.err);
    bundle = await desk.bundle();
  });

  const verified = (...argv: readonly string[]) => desk.assay('verify', bundle, '--trust', desk.signer, ...argv);
  const codes = (): readonly string[] =>
    JSON.parse(desk.out).findings.map(({ code }: { readonly code: string }) => code);

  it('says in the line of the outcome how little, and that it is not for submission', async () => {
    assert.equal(await verified('--replay'), EXIT.ok);
    assert.match(
      desk.out,
      /^ACCEPTED {2}evidence of a run that passed; only 4 of \d{3} cases planned; not for submission: .*; verdicts recomputed/,
    );
  });

  it('has one outcome for seal and replay together, the worse of the two', async () => {
    assert.equal(await desk.assay('verify', bundle, '--replay'), EXIT.evidenceNotTrusted);
    assert.match(desk.out, /^INDETERMINATE {2}.*; verdicts recomputed/);
    assert.doesNotMatch(desk.out, /ACCEPTED/);
  });

  it('says what was tested, when, and what was left out by which selection', async () => {
    await verified();
    assert.match(desk.out, /\ntested {3}Assay reference provider \d\S*, a provider, as claimed\n/);
    assert.match(desk.out, /\ntarget {3}https:\/\/127\.0\.0\.1:\d+\S*, environment not given\n/);
    assert.match(desk.out, /\nran {6}\d{4}-\S+Z to \d{4}-\S+Z /);
    assert.match(desk.out, /\ncases {4}4 of \d{3}; left out: \d+ not selected \(--filter BK-20\)\n/);
    assert.match(desk.out, /\nengine {3}assay \d\S*, SHA-256 [0-9a-f]{64}, Node \d+\n/);
    await verified('--json');
    const { run } = JSON.parse(desk.out);
    assert.deepEqual([run.selection.filter, run.cases.planned, run.tested.role], [['BK-20'], 4, 'provider']);
  });

  it('leaves it undecided for a submission, and for a stage', async () => {
    assert.equal(await verified('--for-submission', '--json'), EXIT.evidenceNotTrusted);
    assert.deepEqual(codes(), ['CASES_LEFT_OUT', 'NOT_FOR_SUBMISSION']);
    assert.equal(await verified('--stage', 'int', '--json'), EXIT.evidenceNotTrusted);
    assert.deepEqual(codes(), ['STAGE_INCOMPLETE', 'NOT_FOR_SUBMISSION']);
  });

  it('names the stage as it is to be typed, and refuses one that the suites do not have, or two at once', async () => {
    assert.equal(await verified('--stage', 'development'), EXIT.evidenceNotTrusted);
    assert.match(desk.out, /STAGE_INCOMPLETE: [^\n]* development \(development-complete\): /);
    assert.match(desk.out, /\nstage {4}incomplete for development \(development-complete\): /);
    assert.equal(await verified('--stage', 'live'), EXIT.usage);
    assert.match(desk.err, /^error USAGE: .* development-complete, int\n/);
    for (const option of ['--stage', '--disclosed', '--nonce']) {
      assert.equal(await verified(option, 'one', option, 'two'), EXIT.usage);
      assert.match(desk.err, /given twice/);
    }
  });

  it('lists in its help the stages of every interface', async () => {
    assert.equal(await desk.assay('verify', '--help'), EXIT.ok);
    for (const api of ['uec-booking', 'smsp']) {
      const declared = await readFile(join('suites', api, 'submission.yaml'), 'utf8');
      const ids = [...declared.matchAll(/^ +- id: (\S+)$/gm)].map(([, id]) => id ?? '');
      assert.ok(ids.length > 0);
      for (const id of ids) assert.ok(desk.out.includes(id), id);
    }
  });

  it('is told by replay to be the same, and not that its signer may be believed', async () => {
    assert.equal(await desk.assay('replay', bundle), EXIT.ok);
    assert.match(
      desk.out,
      /^REPLAYED {2}evidence of a run that passed; .*\n[\s\S]*^signer {3}not checked: .*verify --replay/m,
    );
    assert.doesNotMatch(desk.out, /ACCEPTED/);
  });
});

describe('assay verify of a run that failed', function () {
  this.timeout(120_000);
  const desk = Desk.perSuite();
  before(async () => {
    const failed = await desk.assay('run', SUITES, '--filter', 'BK-14', '--defect', 'no-location');
    assert.equal(failed, EXIT.systemUnderTestFailed, desk.err);
  });

  const verified = async (...argv: readonly string[]) =>
    desk.assay('verify', await desk.bundle(), '--trust', desk.signer, ...argv);

  it('takes it for evidence, and says in its first word on the run that it failed', async () => {
    assert.equal(await verified(), EXIT.ok);
    assert.match(desk.out, /^ACCEPTED {2}evidence of a run that FAILED: 1 failed, 1 skipped of 2 cases; /);
  });

  it('does not take it for a submission', async () => {
    assert.equal(await verified('--for-submission', '--json'), EXIT.evidenceNotTrusted);
    const { findings, run } = JSON.parse(desk.out);
    assert.deepEqual(
      findings.map(({ code }: { readonly code: string }) => code),
      ['RUN_NOT_PASSED', 'CASES_LEFT_OUT', 'NOT_FOR_SUBMISSION'],
    );
    assert.deepEqual([run.verdict, run.counts.fail, run.counts.skip], ['fail', 1, 1]);
  });
});

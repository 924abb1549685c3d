import assert from 'node:assert/strict';
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
    assert.match(desk.out, /^ACCEPTED {2}as evidence of 4 of \d{3} cases; not for submission: .*; verdicts recomputed/);
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
});

import assert from 'node:assert/strict';
import { hostileInput } from '../../fixtures/hostile/hostile-result.ts';
import { ALL_HOSTILE } from '../../fixtures/hostile/texts.ts';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import { readJson } from '../fhir/bytes/json-reader.ts';
import { createValidator } from '../fhir/validator.ts';
import type { RunResult } from '../model/result.ts';
import { fhirTestReport } from './fhir-test-report.ts';
import type { ReportInput } from './report-format.ts';

const sample = sampleResult();

interface Action {
  readonly operation?: { readonly result: string; readonly detail?: string };
  readonly assert?: { readonly result: string; readonly message: string; readonly detail?: string };
}

interface TestReport {
  readonly text: { readonly div: string };
  readonly status: string;
  readonly result: string;
  readonly score: number;
  readonly tester?: string;
  readonly issued: string;
  readonly participant: readonly { readonly type: string; readonly uri: string; readonly display?: string }[];
  readonly setup?: { readonly action: readonly Action[] };
  readonly test: readonly { readonly name: string; readonly action: readonly Action[] }[];
}

const written = (input: ReportInput) => JSON.parse(Buffer.from(fhirTestReport.render(input)).toString('utf8'));

const reportsOf = (changes: Partial<RunResult> = {}): readonly TestReport[] =>
  written({ ...sample, result: { ...sample.result, ...changes } }).entry.map(
    ({ resource }: { resource: TestReport }) => resource,
  );

function problemsOf(input: ReportInput): readonly string[] {
  return createValidator('r4')
    .validate(written(input))
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, message, location }) => `${code} ${location?.fhirpath}: ${message}`);
}

describe('fhirTestReport', () => {
  it('is valid R4, by our own validator', () => {
    assert.deepEqual(problemsOf(sample), []);
  });

  it('tells counts and waivers in its narrative, and a waiver beside its case, whose result stays', () => {
    const [waiver] = sample.result.waivers ?? [];
    const failed = sample.result.cases.find(({ verdict }) => verdict === 'fail');
    assert.ok(waiver && failed);
    const changes = {
      cases: [failed],
      waivers: [{ ...waiver, of: 'case' as const, id: failed.id, state: 'in-force' as const }],
    };
    const [report] = reportsOf(changes);
    assert.ok(report);
    assert.ok(report.text.div.includes(waiver.owner));
    assert.deepEqual(report.test[0]?.action.at(-1)?.assert?.result, 'fail');
    assert.ok(report.test[0]?.action.at(-1)?.assert?.detail?.includes(waiver.owner));
    assert.equal(report.result, 'fail');
    assert.deepEqual(problemsOf({ ...sample, result: { ...sample.result, ...changes } }), []);
    assert.ok(!reportsOf({ ...changes, waivers: [] })[0]?.text.div.includes(waiver.owner));
  });

  it('is valid without cases, preflight, name and end', () => {
    const { finishedAt: _, ...unfinished } = sample.result;
    const { name: __, organisation: ___, ...sut } = unfinished.sut;
    const bare = { ...unfinished, sut, complete: false, preflight: { problems: [], exchanges: [] } };
    assert.deepEqual(problemsOf({ ...sample, result: bare }), []);
    assert.deepEqual(problemsOf({ ...sample, result: { ...bare, cases: [] } }), []);
  });

  it('has a report for each suite, a test for each case, an assert for each assertion', () => {
    const reports = reportsOf();
    assert.equal(reports.length, new Set(sample.result.cases.map(({ suite }) => suite)).size);
    const tests = reports.flatMap(({ test }) => test);
    assert.deepEqual(tests.map(({ name }) => name).sort(), sample.result.cases.map(({ id }) => id).sort());
    const passing = sample.result.cases.find(({ verdict }) => verdict === 'pass');
    const asserts = tests.find(({ name }) => name === passing?.id)?.action.filter((action) => action.assert);
    assert.equal(asserts?.length, passing?.steps.flatMap(({ assertions }) => assertions).length);
  });

  it('names message files of the evidence', () => {
    const details = reportsOf().flatMap(({ test }) =>
      test.flatMap(({ action }) => action.flatMap(({ operation }) => operation?.detail ?? [])),
    );
    assert.ok(details.length > 0 && details.every((file) => sample.files.has(file)));
  });

  it('calls nothing a pass that is not one', () => {
    const verdicts = (verdict: 'pass' | 'fail' | 'error' | 'skip') =>
      reportsOf({ cases: sample.result.cases.map((one) => ({ ...one, verdict })) }).map(({ result }) => result);
    assert.deepEqual(new Set(verdicts('pass')), new Set(['pass']));
    for (const verdict of ['fail', 'error', 'skip'] as const)
      assert.deepEqual(new Set(verdicts(verdict)), new Set(['fail']));
    assert.ok(
      reportsOf({ complete: false }).every(({ result, status }) => result === 'pending' && status === 'stopped'),
    );
  });

  it('says why a case has nothing to show', () => {
    const [first] = sample.result.cases;
    assert.ok(first);
    const skipped = { ...first, steps: [], verdict: 'skip' as const, reason: 'no slot was free' };
    const [report] = reportsOf({ cases: [skipped] });
    assert.deepEqual(report?.test[0]?.action, [
      { assert: { result: 'skip', message: `${first.id}: skip, no slot was free` } },
    ]);
    assert.equal(report?.score, 0);
  });

  it('tells the parts that engine and system play', () => {
    const types = (sut: Partial<RunResult['sut']>) =>
      reportsOf({ sut: { ...sample.result.sut, ...sut } })[0]?.participant.map(({ type }) => type);
    assert.deepEqual(types({ role: 'provider' }), ['test-engine', 'server']);
    assert.deepEqual(types({ role: 'client' }), ['test-engine', 'client', 'server']);
  });

  it('stays valid, and inert as Markdown, whatever hostile texts it holds', () => {
    for (let start = 0; start < ALL_HOSTILE.length; start += 40) {
      const { input } = hostileInput(start);
      assert.deepEqual(problemsOf(input), []);
      const bytes = fhirTestReport.render(input);
      assert.deepEqual(readJson(bytes).diagnostics, []);
      for (const { message } of messagesIn(written(input)))
        assert.doesNotMatch(message.replaceAll(/\\./gs, ''), /[`<&[]/);
    }
  });
});

function messagesIn(value: unknown): readonly { readonly message: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(messagesIn);
  return 'message' in value && typeof value.message === 'string' ? [{ message: value.message }, ...below] : below;
}

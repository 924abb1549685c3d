import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { CaseResult } from '../model/result.ts';
import { causesOf, missedGroups } from './missed.ts';

const { result } = sampleResult();
const [sample = assert.fail()] = result.cases;
const [step = assert.fail()] = sample.steps;
const [assertion = assert.fail()] = step.assertions;

/** A case that broke with one finding. */
function broken(id: string, code: DiagnosticCode): CaseResult {
  const diagnostics = [{ code, severity: 'error', message: '' }] as const;
  const assertions = [{ ...assertion, verdict: 'error', diagnostics }] as const;
  return { ...sample, id, verdict: 'error', steps: [{ ...step, verdict: 'error', assertions }] };
}

const groupsOf = (...cases: readonly CaseResult[]) =>
  missedGroups({ cases }).map(({ verdict, cases: grouped }) => [verdict, ...grouped.map(({ id }) => id)]);

describe('cases that did not pass, by reason', () => {
  it('leaves out what passed, and reasons that nothing has', () => {
    assert.deepEqual(groupsOf({ ...sample, verdict: 'pass' }), []);
    assert.deepEqual(groupsOf({ ...sample, id: 'A', verdict: 'skip' }, { ...sample, id: 'B', verdict: 'fail' }), [
      ['fail', 'B'],
      ['skip', 'A'],
    ]);
  });

  it("clears the system only of errors that are the harness's by their codes", () => {
    const cases = [broken('A', 'ASSERTION_CRASHED'), broken('B', 'CONNECTION_RESET'), broken('C', 'PROBE_FAILED')];
    assert.deepEqual(groupsOf(...cases), [
      ['error', 'B', 'C'],
      ['error', 'A'],
    ]);
  });
});

it('causesOf tells one reason once, whichever exchange, id and address show it', () => {
  const failed = (id: string, message: string): CaseResult => ({
    ...sample,
    id,
    verdict: 'fail',
    steps: [{ ...step, assertions: [{ ...assertion, verdict: 'fail', diagnostics: [], message }] }],
  });
  const causes = causesOf([
    failed('A', 'alone'),
    failed('B', 'no header (exchange 0001-02) is there'),
    failed('C', 'no header (exchange 0002-02) is there'),
    failed('D', 'no header (exchange 0003-02) at all'),
    failed('E', 'is https://provider.example/Slot/1, expected an appointment'),
    failed('F', 'is https://provider.example/Slot/2, expected an appointment'),
  ]);
  assert.deepEqual(
    causes.map(({ cases }) => cases.map(({ id }) => id)),
    [['B', 'C'], ['E', 'F'], ['A'], ['D']],
  );
  assert.doesNotMatch(causes[0]?.says ?? '', /exchange/);
  assert.match(causes[1]?.says ?? '', /Slot\/1,/);
  assert.match(causes[3]?.says ?? '', /exchange 0003-02/);
});

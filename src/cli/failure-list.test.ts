import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { Driven } from '../model/driven.ts';
import type { AssertionResult, CaseResult } from '../model/result.ts';
import { failureList } from './failure-list.ts';

const { plan, result } = sampleResult();
const [step] = result.cases[0]?.steps ?? [];

/** A case with a step in which one assertion failed. */
function failed(id: string, message: string, more: Partial<CaseResult> = {}, kind = 'header'): CaseResult {
  const [sample] = result.cases;
  assert.ok(sample && step);
  const assertion: AssertionResult = {
    id: `${id}/a/1`,
    kind,
    verdict: 'fail',
    message,
    expected: null,
    actual: null,
    diagnostics: [{ code: 'DEADLINE', severity: 'error', message, hint: 'Ask for it.' }],
    follows: [],
    restsOn: [],
  };
  return { ...sample, id, verdict: 'fail', steps: [{ ...step, id: 'a', assertions: [assertion] }], ...more };
}

const list = (...cases: readonly CaseResult[]): string => `${failureList({ ...result, cases }, plan, 80).join('\n')}\n`;

describe('the list of failures', () => {
  it('tells one case of each cause in full, and of the others the ids, within the width', () => {
    const others = Array.from({ length: 20 }, (_, n) => `BK-${n + 30}`);
    const text = list(
      failed('BK-01', 'no header'),
      failed('BK-02', 'no body'),
      ...others.map((id) => failed(id, 'no header')),
    );
    assert.deepEqual(
      [...text.matchAll(/fail (BK-\d+) /g)].map(([, id]) => id),
      ['BK-01', 'BK-02'],
    );
    assert.equal(text.match(/a DEADLINE: no header\n {4}hint: Ask for it\.\n/g)?.length, 1);
    assert.match(text, /\n {4}the same in 20 more cases: BK-30, /);
    for (const id of others) assert.ok(text.includes(id), id);
    assert.ok(
      text.split('\n').every(({ length }) => length <= 80),
      text,
    );
  });

  it('keeps failures and errors apart, whatever they say', () => {
    const text = list(failed('BK-01', 'no header'), failed('BK-02', 'no header', { verdict: 'error' }));
    assert.match(text, /fail BK-01 [\s\S]*error BK-02 /);
    assert.doesNotMatch(text, /the same in/);
  });

  it('tells a case that is alone in its cause, and names no other', () =>
    assert.doesNotMatch(list(failed('BK-01', 'one'), failed('BK-02', 'two')), /the same in/));

  const driven = (more: Partial<Driven>): NonNullable<CaseResult['driven']> => ({
    do: 'book',
    with: {},
    way: 'command',
    output: '',
    ...more,
  });

  it('says how a command ended and what it printed last where a request did not come', () => {
    const after = driven({ exitCode: 0, output: 'one\ntwo\nthree\n\nfour\n' });
    const text = list(failed('BK-01', 'no request came', { driven: after }, 'receive'));
    assert.match(text, /ended with 0/);
    assert.match(text, /\n +two\n +three\n +four\n/);
  });

  it('says so of a command that did not end well, and of its log before its output', () => {
    const text = list(
      failed('BK-01', 'wrong', { driven: driven({ exitCode: 7, output: 'shown', log: 'no database' }) }),
    );
    assert.match(text, /ended with 7/);
    assert.match(text, /\n +no database\n/);
    assert.match(list(failed('BK-01', 'wrong', { driven: driven({ problem: 'It was ended by SIGSEGV' }) })), /SIGSEGV/);
  });

  it('says nothing of a command that did what it was asked', () => {
    const well = driven({ exitCode: 0, output: 'what it shows' });
    assert.doesNotMatch(list(failed('BK-01', 'wrong', { driven: well })), /what it shows|ended/);
  });
});

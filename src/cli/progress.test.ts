import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { Driven } from '../model/driven.ts';
import type { AssertionResult } from '../model/result.ts';
import { Progress } from './progress.ts';

const { plan } = sampleResult();
const [one] = plan.cases;
const ID = one?.id ?? assert.fail('The sample has no case');

const missed = (n: number, verdict: AssertionResult['verdict'], kind = 'header'): AssertionResult => ({
  id: `${ID}/a/${n}`,
  kind,
  verdict,
  message: `finding ${n}`,
  expected: null,
  actual: null,
  diagnostics: [],
  follows: [],
  restsOn: [],
});

const DRIVEN: Driven = { case: ID, do: 'book', with: {}, way: 'command', output: '' };

function said(assertions: readonly AssertionResult[], driven?: Driven): string {
  let text = '';
  const terminal = { out: assert.fail, err: (more: string) => (text += more), live: false, columns: 80 };
  const progress = new Progress(plan, terminal, () => 0);
  if (driven) progress.tell({ type: 'driven', ...driven });
  progress.tell({ type: 'step-judged', case: ID, step: 'a', assertions });
  progress.tell({ type: 'case-finished', case: ID, attempt: 1, verdict: 'fail', durationMs: 1 });
  progress.end();
  return text;
}

describe('the progress of a run', () => {
  it('names the first of the worst, as the summary does', () =>
    assert.match(said([missed(1, 'skip'), missed(2, 'fail'), missed(3, 'fail')]), /\n +a: finding 2\n$/));

  it('says how a command ended and what it printed last where a request did not come', () => {
    const text = said([missed(1, 'fail', 'receive')], { ...DRIVEN, exitCode: 0, output: 'one\ntwo\nthree\n\nfour\n' });
    assert.match(text, /ended with 0/);
    assert.match(text, /\n +two\n +three\n +four\n$/);
  });

  it('says so of a command that did not end well, and of its log before its output', () => {
    const text = said([missed(1, 'fail')], { ...DRIVEN, exitCode: 7, output: 'shown', log: 'no database' });
    assert.match(text, /ended with 7/);
    assert.match(text, /\n +no database\n$/);
    assert.match(said([missed(1, 'fail')], { ...DRIVEN, problem: 'It was ended by SIGSEGV' }), /SIGSEGV/);
  });

  it('says nothing of a command that did what it was asked', () =>
    assert.doesNotMatch(said([missed(1, 'fail')], { ...DRIVEN, exitCode: 0, output: 'shown' }), /shown|ended/));
});

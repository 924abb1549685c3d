import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
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

function said(assertions: readonly AssertionResult[]): string {
  let text = '';
  const terminal = { out: assert.fail, err: (more: string) => (text += more), live: false, columns: 80 };
  const progress = new Progress(plan, terminal, () => 0);
  progress.tell({ type: 'step-judged', case: ID, step: 'a', assertions });
  progress.tell({ type: 'case-finished', case: ID, attempt: 1, verdict: 'fail', durationMs: 1 });
  progress.end();
  return text;
}

describe('the progress of a run', () => {
  it('names the first of the worst, as the summary does', () =>
    assert.match(said([missed(1, 'skip'), missed(2, 'fail'), missed(3, 'fail')]), /\n +a: finding 2\n$/));

  it('tells it in one line, however much there is to say, and leaves what to do to the summary', () => {
    const hint = 'Ask for it.';
    const diagnostics = [{ code: 'DEADLINE', severity: 'error', message: '', hint }] as const;
    const text = said([{ ...missed(1, 'fail'), message: 'much to say '.repeat(20), diagnostics }]);
    assert.match(text, /\n {4}a DEADLINE: much to say [^\n]*…\n$/);
    assert.ok(text.split('\n').every(({ length }) => length <= 80));
    assert.ok(!text.includes(hint));
  });
});

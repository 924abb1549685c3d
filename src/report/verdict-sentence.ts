import { counted, grouped } from '../model/counted.ts';
import { isError } from '../model/diagnostic.ts';
import type { RunResult } from '../model/result.ts';
import type { Verdict } from '../model/verdict.ts';

const HEADINGS: Readonly<Record<Verdict, string>> = {
  pass: 'Passed',
  fail: 'Failed',
  error: 'Error: not conclusive',
  skip: 'Not everything was judged',
};

/** The verdict of a run, as its heading: `Failed; 7 more could not be judged`. */
export function verdictHeading({ verdict, counts }: Pick<RunResult, 'verdict' | 'counts'>): string {
  const { error } = counts.all;
  const more = verdict === 'fail' && error > 0 ? `; ${grouped(error)} more could not be judged` : '';
  return `${HEADINGS[verdict]}${more}`;
}

/** The result of a run in one or two sentences that a reader can repeat. It claims no more than what was run. */
export function verdictSentence(result: RunResult): string {
  const { error, fail, skip, pass } = result.counts.all;
  const planned = error + fail + skip + pass;
  const cases = counted(planned, 'case');

  if (planned === 0) return 'No case was run, so nothing was shown.';
  if (result.preflight.problems.some(({ code }) => code === 'INTERRUPTED'))
    return `The run was interrupted during the preflight, so none of ${cases} was judged.`;
  if (result.preflight.problems.some(isError)) return `The preflight failed, so none of ${cases} was judged.`;
  if (!result.complete) {
    const failed = fail > 0 ? `, and ${grouped(fail)} of them failed` : '';
    return `The run stopped before its end: ${grouped(pass + fail + error)} of ${cases} were judged${failed}.`;
  }

  const shares = [
    fail > 0 ? `${grouped(fail)} failed` : undefined,
    error > 0 ? `${grouped(error)} broke and could not be judged` : undefined,
    skip > 0 ? `${grouped(skip)} ${skip === 1 ? 'was' : 'were'} skipped` : undefined,
  ].filter((share) => share !== undefined);
  if (shares.length === 0) return planned === 1 ? 'The one case passed.' : `All ${cases} passed.`;
  return `${grouped(pass)} of ${cases} passed; ${joined(shares)}.`;
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

import { counted } from '../model/counted.ts';
import type { ExchangeRecord } from '../model/exchange.ts';
import type { CaseResult, RunResult } from '../model/result.ts';
import type { Verdict } from '../model/verdict.ts';
import { missedAssertions, missWords, namedOf } from './missed-assertion.ts';
import { reasonOf, sentence } from './words.ts';

/** Cases that did not pass, for one kind of reason. */
export interface MissedGroup {
  readonly verdict: Verdict;
  readonly title: string;
  readonly cases: readonly CaseResult[];
}

const GROUPS = [
  ['fail', 'Failed: the system under test did not do what the sources ask'],
  ['error', 'Errors: the harness or its environment broke, so these say nothing of the system'],
  ['skip', 'Skipped: not judged'],
] as const satisfies readonly (readonly [Verdict, string])[];

/** All that did not pass; kinds of which there is none are left out. */
export function missedGroups({ cases }: RunResult): readonly MissedGroup[] {
  return GROUPS.map(([verdict, title]) => ({
    verdict,
    title,
    cases: cases.filter((one) => one.verdict === verdict),
  })).filter((group) => group.cases.length > 0);
}

/** What is said when nothing was missed. */
export const nothingMissed = ({ cases }: RunResult): string =>
  cases.length === 0 ? 'No case was run.' : 'Every case passed.';

/** Why a case did not pass, in a sentence or two, and how much more there is to say. */
export interface MissedWords {
  readonly says: string;
  /** `and 2 more findings` */
  readonly more?: string;
}

export function missedWords(result: CaseResult): MissedWords {
  const missed = missedAssertions(result);
  const reason = reasonOf(result);
  const named = namedOf(missed);
  const first = named && missWords(named);
  const told = [reason, first === reason ? undefined : first].filter((part) => part !== undefined);
  return {
    says: told.map(sentence).join(' '),
    ...(missed.length > 1 && { more: `and ${counted(missed.length - 1, 'more finding')}` }),
  };
}

/** The exchange in which it shows that a case did not pass: that of the step of the assertion that is named. */
export function exchangeToSee(result: CaseResult): ExchangeRecord | undefined {
  const named = namedOf(missedAssertions(result));
  const step = result.steps.find(({ assertions }) => assertions.some((one) => one === named));
  return step?.exchanges.findLast(({ ref }) => ref.purpose === 'step') ?? step?.exchanges.at(-1);
}

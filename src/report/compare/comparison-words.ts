import { counted } from '../../model/counted.ts';
import { VERDICTS, type Verdict } from '../../model/verdict.ts';
import { VERDICT_WORDS } from '../words.ts';
import type { CaseChange, Change, Comparison, Direction } from './comparison.ts';

export const DIRECTION_WORDS: Readonly<Record<Direction, string>> = { better: 'Better', worse: 'Worse', other: '' };

type Judgement = Pick<CaseChange, 'before' | 'after' | 'how'>;

/** `Passed, now failed`; `fails otherwise`; `new: passed`; `gone: passed before`; `passed, not in the other run`. */
export function verdictChange({ before, after, how }: Judgement): string {
  if (how === 'left-out') return `${lower(before ?? after)}, not in the other run`;
  if (how === 'fails-otherwise') return 'fails otherwise';
  if (before === after) return before === undefined ? 'not judged' : VERDICT_WORDS[before];
  if (before === undefined) return `new: ${lower(after)}`;
  return after === undefined ? `gone: ${lower(before)} before` : `${VERDICT_WORDS[before]}, now ${lower(after)}`;
}

const lower = (verdict: Verdict | undefined): string =>
  verdict === undefined ? 'not judged' : VERDICT_WORDS[verdict].toLowerCase();

/** The whole in a few words: first that the runs are not of the same cases, then what became of those that are in both. */
export function comparisonSentence({ cases, worse }: Comparison): string {
  const told = cases.filter(({ how }) => how !== 'left-out');
  const leftOut = cases.length - told.length;
  const selections =
    leftOut === 0 ? '' : `The selections differ: ${counted(leftOut, 'case is', 'cases are')} not in the other run. `;
  return `${selections}${outcome(told, worse)}`;
}

function outcome(cases: readonly CaseChange[], worse: boolean): string {
  if (cases.length === 0)
    return worse ? 'No case came out otherwise, but something is worse.' : 'No case came out otherwise.';
  const count = (wanted: Direction): number => cases.filter(({ direction }) => direction === wanted).length;
  const otherwise = cases.filter(({ how }) => how === 'fails-otherwise').length;
  const rest = otherwise === 0 ? '' : `, ${counted(otherwise, 'fails', 'fail')} otherwise than before`;
  return `${counted(cases.length, 'case')} came out otherwise: ${count('worse')} worse, ${count('better')} better${rest}.`;
}

/** What two runs are not of one of; what is worse then may be no change at all. */
export const unlikeSentence = ({
  what,
  before = 'one that is not named',
  after = 'one that is not named',
}: Change): string => `The runs are not of the same ${what.toLowerCase()}: ${before}, then ${after}.`;

/** The worst first, then the rest; within them as they come. */
export const worstFirst = (changes: readonly CaseChange[]): readonly CaseChange[] =>
  (['worse', 'other', 'better'] as const).flatMap((wanted) =>
    VERDICTS.flatMap((verdict) =>
      changes.filter((one) => one.direction === wanted && (one.after ?? 'error') === verdict),
    ),
  );

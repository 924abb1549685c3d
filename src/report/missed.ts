import { counted } from '../model/counted.ts';
import { DIAGNOSTIC_CODES, type DiagnosticCode } from '../model/diagnostic-code.ts';
import type { CaseResult, RunResult } from '../model/result.ts';
import type { Verdict } from '../model/verdict.ts';
import { groupedBy } from './grouped-by.ts';
import { missedAssertions, missWords, namedOf } from './missed-assertion.ts';
import { reasonOf, sentence } from './words.ts';

/** Cases that did not pass, for one kind of reason. */
export interface MissedGroup {
  readonly verdict: Verdict;
  readonly title: string;
  readonly cases: readonly CaseResult[];
}

/** Findings that say that no answer came, or none that is one; the system, the network and the settings may each have caused them. */
const UNANSWERED: ReadonlySet<DiagnosticCode> = new Set([...DIAGNOSTIC_CODES.http, 'PROBE_FAILED']);

/** Whether a case broke for want of an answer: whose fault it is then, only the codes of its findings can tell. */
const isUnanswered = (one: CaseResult): boolean =>
  missedAssertions(one).some(
    ({ verdict, diagnostics }) => verdict === 'error' && diagnostics.some(({ code }) => UNANSWERED.has(code)),
  );

interface Group {
  readonly verdict: Verdict;
  readonly title: string;
  readonly holds: (one: CaseResult) => boolean;
}

const GROUPS: readonly Group[] = [
  {
    verdict: 'fail',
    title: 'Failed: the system under test did not do what the sources ask',
    holds: () => true,
  },
  {
    verdict: 'error',
    title: 'Errors: no answer that could be judged; the system, the network or the settings of the run may be why',
    holds: isUnanswered,
  },
  {
    verdict: 'error',
    title: 'Errors: the harness, its suite or its settings broke, so these say nothing of the system',
    holds: (one) => !isUnanswered(one),
  },
  { verdict: 'skip', title: 'Skipped: not judged', holds: () => true },
];

/** All that did not pass; kinds of which there is none are left out. */
export function missedGroups({ cases }: Pick<RunResult, 'cases'>): readonly MissedGroup[] {
  return GROUPS.map(({ verdict, title, holds }) => ({
    verdict,
    title,
    cases: cases.filter((one) => one.verdict === verdict && holds(one)),
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

/** Cases that did not pass for one and the same reason: told once. */
export interface Cause {
  readonly says: string;
  readonly cases: readonly [CaseResult, ...CaseResult[]];
}

/** Those of the most cases first. What differs by the exchange alone, ids and addresses, makes no other cause; the first case is the example. */
export const causesOf = (cases: readonly CaseResult[]): readonly Cause[] =>
  groupedBy(cases, (one) => withoutIds(missedWords(one).says))
    .map((alike) => ({ says: saidOf(alike), cases: alike }))
    .toSorted((a, b) => b.cases.length - a.cases.length);

const withoutExchange = (says: string): string => says.replaceAll(/ \(exchange [\w-]+\)/g, '');

const withoutIds = (says: string): string =>
  withoutExchange(says).replaceAll(/\bhttps?:\/\/[^\s,]+|\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi, '…');

function saidOf([first, ...others]: Cause['cases']): string {
  const { says } = missedWords(first);
  return others.length === 0 ? says : withoutExchange(says);
}

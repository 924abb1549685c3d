import type { Diagnostic } from '../model/diagnostic.ts';
import type { CaseResult, RunResult } from '../model/result.ts';
import type { Waiver, WaiverResult, WaiverState } from '../model/waiver.ts';

export const WAIVER_WORDS: Readonly<Record<WaiverState, string>> = {
  'in-force': 'in force: what it is about failed',
  unused: 'not needed: what it is about passed',
  'not-judged': 'not judged in this run',
  expired: 'expired before the run began',
};

export const NO_VERDICT_CHANGED =
  'A waiver changes no verdict: what failed is counted as failed, here and everywhere in this report.';

/** `Waived by the clinical safety officer until 2027-03-31: no time zone is kept. Mitigation: times are shown in UTC` */
export const waiverWords = ({ owner, expires, reason, mitigation }: Waiver): string =>
  `Waived by ${owner} until ${expires}: ${reason}. Mitigation: ${mitigation}`;

/** The same, with what is waived: `case BK-23: Waived by …` */
export const waiverLine = (waiver: Waiver): string => `${waiver.of} ${waiver.id}: ${waiverWords(waiver)}`;

/** The waivers in force of a requirement itself, or of cases that verify it. */
export function waiversOn(
  { waivers = [] }: Pick<RunResult, 'waivers'>,
  requirement: string,
  cases: readonly string[],
): readonly WaiverResult[] {
  return waivers.filter(
    ({ of, id, state }) => state === 'in-force' && (of === 'requirement' ? id === requirement : cases.includes(id)),
  );
}

/** The waivers in force of a case itself, or of what it verifies. */
export const waiversOfCase = (
  { waivers = [] }: Pick<RunResult, 'waivers'>,
  { id: ofCase, verifies }: Pick<CaseResult, 'id' | 'verifies'>,
): readonly WaiverResult[] =>
  waivers.filter(
    ({ of, id, state }) => state === 'in-force' && (of === 'case' ? id === ofCase : verifies.includes(id)),
  );

/** What was waived for nothing. It keeps the evidence from being submitted, and changes no verdict. */
export const unusedWaivers = ({ waivers = [] }: Pick<RunResult, 'waivers'>): readonly Diagnostic[] =>
  waivers
    .filter(({ state }) => state === 'unused')
    .map(({ of, id, source }) => ({
      code: 'WAIVER_UNUSED',
      severity: 'error',
      message: `The waiver of ${of} "${id}" is not needed: it passed`,
      hint: 'Take it out: evidence that claims more waivers than it needs is not for submission.',
      location: { source },
    }));

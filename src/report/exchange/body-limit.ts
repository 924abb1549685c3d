import type { CaseResult } from '../../model/result.ts';

/** A body is shown up to here; its file is cited for the rest. */
const MOST_BYTES = 4_096;
const LEAST_BYTES = 512;
/** All bodies of a page together, so that a page of thousands of cases still opens. Layout and escapes double them. */
const PAGE_BYTES = 3_000_000;

/** How many bytes of each body of a case to show: large runs show less, and first of all less of what passed. */
export function bodyLimits(cases: readonly CaseResult[]): (result: CaseResult) => number {
  const missed = messages(cases.filter(({ verdict }) => verdict !== 'pass'));
  const forMissed = share(PAGE_BYTES, missed);
  const forPassed = share(PAGE_BYTES - missed * forMissed, messages(cases) - missed);
  return ({ verdict }) => (verdict === 'pass' ? forPassed : forMissed);
}

function share(bytes: number, among: number): number {
  return among === 0 ? MOST_BYTES : Math.max(LEAST_BYTES, Math.min(MOST_BYTES, Math.floor(bytes / among)));
}

/** Requests and responses of the steps that cases are about; the others are shown in a line. */
function messages(cases: readonly CaseResult[]): number {
  return cases.reduce((sum, { steps, act }) => {
    const scene = Math.max(
      0,
      steps.findIndex(({ id }) => id === act),
    );
    return sum + 2 * (steps.length - scene);
  }, 0);
}

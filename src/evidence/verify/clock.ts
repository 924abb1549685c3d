import type { Diagnostic } from '../../model/diagnostic.ts';
import { undecided, unless } from '../format/finding.ts';
import type { JournalFacts } from './journal.ts';

/** How far two clocks may differ, or one be set back. */
export const SKEW_MS = 5 * 60_000;
/** Evidence that lies about unsealed for longer could be worked on. */
const UNSEALED_MS = 24 * 60 * 60_000;

/**
 * Whether the times of a run can be: its journal goes forward, its exchanges lie within it, and it was sealed after its end, soon, and
 * not in the future. They are the word of whoever ran it. Codes: CLOCK_INCONSISTENT, RUN_OLD, which leave the evidence undecided.
 */
export function clockProblems(
  { moments }: JournalFacts,
  { sealedAt, now }: { readonly sealedAt: Date; readonly now: Date },
): readonly Diagnostic[] {
  const sealed = sealedAt.getTime();
  const [begun = sealed] = moments.map(({ at }) => at);
  const ended = moments.at(-1)?.at ?? sealed;
  let latest = begun;
  const disorder = moments.some(({ at, startedAt = at }) => {
    latest = Math.max(latest, at);
    return at < latest - SKEW_MS || startedAt < begun - SKEW_MS || startedAt > at + SKEW_MS;
  });
  return [
    ...unless(!disorder, inconsistent('The times of the journal go back, or exchanges lie outside it')),
    ...unless(sealed >= ended - SKEW_MS, inconsistent('The bundle says that it was sealed before its run had ended')),
    ...unless(sealed <= now.getTime() + SKEW_MS, inconsistent('The bundle says that it was sealed in the future')),
    ...unless(sealed <= ended + UNSEALED_MS, OLD),
  ];
}

const inconsistent = (message: string): Diagnostic =>
  undecided('CLOCK_INCONSISTENT', message, 'Ask the supplier how its clock was set, or for another run.');

const OLD = undecided(
  'RUN_OLD',
  'The run was sealed more than a day after its end',
  'Ask the supplier why; or for another run, with a nonce of yours.',
);

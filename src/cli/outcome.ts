import type { Outcome } from '../evidence/verify/verification.ts';
import { EXIT, type ExitCode } from '../model/exit-code.ts';
import { colour } from './colour.ts';

const EXITS: Readonly<Record<Outcome, ExitCode>> = {
  accepted: EXIT.ok,
  indeterminate: EXIT.evidenceNotTrusted,
  rejected: EXIT.evidenceInvalid,
};

/** The code for what several checks of a bundle came to: invalid outranks not trusted, which outranks accepted. */
export function exitOf(outcomes: readonly Outcome[]): ExitCode {
  const [worst = 'accepted'] = (['rejected', 'indeterminate'] as const).filter((outcome) => outcomes.includes(outcome));
  return EXITS[worst];
}

const COLOURS = { accepted: colour.green, indeterminate: colour.yellow, rejected: colour.red } as const;

export const outcomeWord = (outcome: Outcome): string => COLOURS[outcome](outcome.toUpperCase());

import type { Outcome } from '../evidence/verify/verification.ts';
import { EXIT, type ExitCode } from '../model/exit-code.ts';
import { colour } from './colour.ts';

const EXITS: Readonly<Record<Outcome, ExitCode>> = {
  accepted: EXIT.ok,
  indeterminate: EXIT.evidenceNotTrusted,
  rejected: EXIT.evidenceInvalid,
};

/** What several checks of a bundle come to: invalid outranks not trusted, which outranks accepted. */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  const [worst = 'accepted'] = (['rejected', 'indeterminate'] as const).filter((outcome) => outcomes.includes(outcome));
  return worst;
}

export const exitOf = (outcomes: readonly Outcome[]): ExitCode => EXITS[worstOutcome(outcomes)];

const COLOURS = { accepted: colour.green, indeterminate: colour.yellow, rejected: colour.red } as const;

export const outcomeWord = (outcome: Outcome): string => COLOURS[outcome](outcome.toUpperCase());

import type { Verdict } from './verdict.ts';

/** The exit codes of every command; a contract with CI. */
export const EXIT = {
  ok: 0,
  systemUnderTestFailed: 1,
  usage: 2,
  harness: 3,
  evidenceInvalid: 4,
  evidenceNotTrusted: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of a run: an error outranks a fail; a skip nobody planned is not a success. */
export function exitCodeOf(verdicts: readonly Verdict[], allowSkips: boolean): ExitCode {
  if (verdicts.length === 0 || verdicts.includes('error')) return EXIT.harness;
  if (verdicts.includes('fail')) return EXIT.systemUnderTestFailed;
  if (verdicts.includes('skip') && !allowSkips) return EXIT.systemUnderTestFailed;
  return EXIT.ok;
}

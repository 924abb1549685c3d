/** Worst first. `error` is ours or the environment's; `fail` is the system under test's. */
export const VERDICTS = ['error', 'fail', 'skip', 'pass'] as const;
export type Verdict = (typeof VERDICTS)[number];

export type VerdictCounts = Readonly<Record<Verdict, number>>;

/** The worst of the verdicts given. Nothing evaluated proves nothing, so the worst of none is `error`. */
export function worst(verdicts: Iterable<Verdict>): Verdict {
  const given = new Set(verdicts);
  return VERDICTS.find((verdict) => given.has(verdict)) ?? 'error';
}

export function countVerdicts(verdicts: Iterable<Verdict>): VerdictCounts {
  const counts = { error: 0, fail: 0, skip: 0, pass: 0 };
  for (const verdict of verdicts) counts[verdict] += 1;
  return counts;
}

/** A negative counts only when its positive twin passed in the same run; otherwise it is skipped. */
export function mayJudgeNegative(twin: Verdict | undefined): boolean {
  return twin === 'pass';
}

/**
 * A run is as bad as the worst of its cases. A failed preflight and a run that did not reach its end are errors
 * whatever its cases say, and so is a run without cases.
 */
export function verdictOfRun(run: {
  readonly cases: Iterable<Verdict>;
  readonly preflightFailed: boolean;
  readonly complete: boolean;
}): Verdict {
  return run.preflightFailed || !run.complete ? 'error' : worst(run.cases);
}

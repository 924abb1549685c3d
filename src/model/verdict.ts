import type { Polarity } from './suite.ts';

/** Worst first. `error` is ours or the environment's; `fail` is the system under test's. */
export const VERDICTS = ['error', 'fail', 'skip', 'pass'] as const;
export type Verdict = (typeof VERDICTS)[number];

export type VerdictCounts = Readonly<Record<Verdict, number>>;

/** The worst of the verdicts given. Nothing evaluated proves nothing, so the worst of none is `error`. */
export function worst(verdicts: Iterable<Verdict>): Verdict {
  const given = new Set(verdicts);
  return VERDICTS.find((verdict) => given.has(verdict)) ?? 'error';
}

const CONCLUSIVE = ['fail', 'error', 'skip', 'pass'] as const satisfies readonly Verdict[];

/**
 * What verdicts together show of the system under test: it failed where one failed, whatever could not be judged beside that. Nothing
 * evaluated shows nothing, so that the conclusion from none is `error`.
 */
export function conclusion(verdicts: Iterable<Verdict>): Verdict {
  const given = new Set(verdicts);
  return CONCLUSIVE.find((verdict) => given.has(verdict)) ?? 'error';
}

export function countVerdicts(verdicts: Iterable<Verdict>): VerdictCounts {
  const counts = { error: 0, fail: 0, skip: 0, pass: 0 };
  for (const verdict of verdicts) counts[verdict] += 1;
  return counts;
}

/**
 * A case may be judged when its positive twin passed in the same run. A negative without a twin shows nothing: the refusal
 * could have any cause.
 */
export function mayJudge(
  { polarity, twin }: { readonly polarity: Polarity; readonly twin?: string },
  verdictOf: (id: string) => Verdict | undefined,
): boolean {
  return twin === undefined ? polarity === 'positive' : verdictOf(twin) === 'pass';
}

/** Whether the first verdict says more for the system under test than the second. */
export const flatters = (one: Verdict, other: Verdict): boolean => VERDICTS.indexOf(one) > VERDICTS.indexOf(other);

/** The conclusion from its cases. A failed preflight and an end that was not reached are errors beside them, and so is a run without cases. */
export function verdictOfRun(run: {
  readonly cases: Iterable<Verdict>;
  readonly preflightFailed: boolean;
  readonly complete: boolean;
}): Verdict {
  const broke = run.preflightFailed || !run.complete;
  return conclusion([...run.cases, ...(broke ? (['error'] as const) : [])]);
}

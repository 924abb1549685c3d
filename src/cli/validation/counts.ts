import type { Diagnostic, Severity } from '../../model/diagnostic.ts';

export type SeverityCounts = Readonly<Record<Severity, number>>;

export function countSeverities(diagnostics: readonly Diagnostic[]): SeverityCounts {
  const counts = { error: 0, warning: 0, information: 0, 'not-checked': 0 };
  for (const { severity } of diagnostics) counts[severity] += 1;
  return counts;
}

/** The validation hit its limit: what was found until then is not all, so nothing can be said of the resource. */
export const wasStopped = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ code }) => code === 'TIME_LIMIT');

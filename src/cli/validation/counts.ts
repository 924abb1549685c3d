import type { Diagnostic, Severity } from '../../model/diagnostic.ts';

export type SeverityCounts = Readonly<Record<Severity, number>>;

export function countSeverities(diagnostics: readonly Diagnostic[]): SeverityCounts {
  const counts = { error: 0, warning: 0, information: 0, 'not-checked': 0 };
  for (const { severity } of diagnostics) counts[severity] += 1;
  return counts;
}

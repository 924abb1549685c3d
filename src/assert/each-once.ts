import { grouped } from '../model/counted.ts';
import type { Diagnostic } from '../model/diagnostic.ts';

/** What holds for every entry of a Bundle is said once, at its first place, with how often it holds. */
export function eachOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byText = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const text = `${diagnostic.code} ${diagnostic.severity} ${diagnostic.message}`;
    const first = byText.get(text);
    byText.set(text, first === undefined ? diagnostic : { ...first, times: (first.times ?? 1) + 1 });
  }
  return [...byText.values()];
}

/** What goes behind `it is invalid`: where, what, and how much else. */
export function firstOf({ message, location }: Diagnostic, more: number): string {
  const place = location?.fhirpath ?? location?.pointer ?? '';
  return `${place === '' ? '' : ` at ${place}`}: ${message}${more === 0 ? '' : ` (and ${grouped(more)} more)`}`;
}

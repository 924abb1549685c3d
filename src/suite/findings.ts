import type { Diagnostic } from '../model/diagnostic.ts';

/** Each finding once, in the order of files and positions: a shared fragment is read for every case that names it. */
export function distinct(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const byIdentity = new Map(findings.map((finding) => [identity(finding), finding]));
  return [...byIdentity.values()].sort(byPlace);
}

function identity({ code, message, location }: Diagnostic): string {
  const { file, line, column } = location?.source ?? {};
  return JSON.stringify([code, message, file, line, column]);
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  const [a, b] = [left.location?.source, right.location?.source];
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

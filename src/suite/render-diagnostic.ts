import type { Diagnostic, SourceRef } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';

const LINES_AROUND = 1;
/** Longer lines are cut around the column, so that a frame stays readable. */
const MAX_WIDTH = 120;

/**
 * A finding for people, as plain text: where, which code, what, the lines around the place with the column marked, and what to do.
 *
 * ```
 * suites/a/b.suite.yaml:7:5: error UNKNOWN_KEY: Unknown key "twinn"
 *   6 |     polarity: negative
 * > 7 |     twinn: BK-01
 *     |     ^
 *   8 |     mutate: []
 *   hint: Did you mean "twin"?
 * ```
 */
export function renderDiagnostic({ severity, code, message, hint, location }: Diagnostic, files: FileSet): string {
  const source = location?.source;
  const place =
    source === undefined ? (location?.pointer ?? location?.fhirpath) : `${source.file}:${source.line}:${source.column}`;
  const head = `${place === undefined || place === '' ? '' : `${printable(place)}: `}${severity} ${code}: ${printable(message)}`;
  const frame = source === undefined ? [] : codeFrame(source, files);
  return [head, ...frame, ...(hint === undefined ? [] : [`  hint: ${printable(hint)}`])].join('\n');
}

function codeFrame({ file, line, column }: SourceRef, files: FileSet): readonly string[] {
  const bytes = files.get(file);
  if (bytes === undefined) return [];
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  const first = Math.max(1, line - LINES_AROUND);
  const last = Math.min(lines.length, line + LINES_AROUND);
  const width = String(last).length;
  const cut = Math.max(0, column - MAX_WIDTH);
  const rows: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const text = printable((lines[number - 1] ?? '').slice(cut, cut + MAX_WIDTH + LINES_AROUND));
    const isMarked = number === line;
    rows.push(`${isMarked ? '>' : ' '} ${String(number).padStart(width)} | ${text}`.trimEnd());
    if (isMarked) rows.push(`  ${' '.repeat(width)} | ${' '.repeat(column - 1 - cut)}^`);
  }
  return rows;
}

/** A file may hold control characters that would steer a terminal. */
const printable = (text: string): string => text.replaceAll('\t', ' ').replaceAll(/\p{Cc}/gu, '\u{FFFD}');

import type { Diagnostic } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { FileSet } from '../model/digest.ts';
import { codeFrames } from './code-frame.ts';
import { colour } from './colour.ts';
import { printable } from './terminal.ts';

const NO_FILES: FileSet = new Map();

/**
 * A finding for people: where, which code, what, the lines around the place with the faulty part marked, and what to do.
 * What is only told has no more than its first line.
 *
 * ```
 * suites/a/b.suite.yaml:7:5: error UNKNOWN_KEY: Unknown key "twinn"
 *   6 |     polarity: negative
 * > 7 |     twinn: BK-01
 *     |     ^^^^^
 *   8 |     mutate: []
 *   hint: Did you mean "twin"?
 * ```
 */
export function renderDiagnostic(
  { severity, code, message, hint, location }: Diagnostic,
  files: FileSet = NO_FILES,
): string {
  const source = location?.source;
  const place =
    source === undefined ? (location?.pointer ?? location?.fhirpath) : `${source.file}:${source.line}:${source.column}`;
  const head = `${place === undefined || place === '' ? '' : `${printable(place)}: `}${said(severity, code)}: ${printable(message)}`;
  if (severity === 'information') return head;
  const bytes = source && files.get(source.file);
  const frame = source && bytes ? codeFrames(bytes)(source) : [];
  return [head, ...frame, ...(hint === undefined ? [] : [`  ${colour.dim('hint:')} ${printable(hint)}`])].join('\n');
}

function said(severity: Diagnostic['severity'], code: DiagnosticCode): string {
  const text = `${severity} ${code}`;
  return severity === 'error' ? colour.red(text) : colour.yellow(text);
}

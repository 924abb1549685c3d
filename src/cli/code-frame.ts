import pc from 'picocolors';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { diagnosticLines, printable } from './terminal.ts';

/** A finding with the lines of the file that it is about, the place marked. */
export function renderDiagnostic(diagnostic: Diagnostic, files: FileSet): string {
  const { source } = diagnostic.location ?? {};
  const bytes = source === undefined ? undefined : files.get(source.file);
  const text = diagnosticLines(diagnostic);
  if (source === undefined || bytes === undefined) return text;
  const [head = '', ...hint] = text.split('\n');
  return [head, ...frame(Buffer.from(bytes).toString('utf8'), source.line, source.column), ...hint].join('\n');
}

function frame(text: string, line: number, column: number): readonly string[] {
  const lines = text.split(/\r?\n/);
  const width = String(line + 1).length;
  const shown = (number: number): readonly string[] => {
    const content = lines[number - 1];
    if (content === undefined) return [];
    return [`  ${pc.dim(`${String(number).padStart(width)} |`)} ${printable(content)}`];
  };
  const pointer = `  ${' '.repeat(width)} ${pc.dim('|')} ${' '.repeat(column - 1)}${pc.red('^')}`;
  return [...shown(line - 1), ...shown(line), pointer, ...shown(line + 1)];
}

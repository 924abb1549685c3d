import type { Diagnostic } from '../model/diagnostic.ts';
import { EXIT, type ExitCode } from '../model/exit-code.ts';
import { renderDiagnostic } from './render-diagnostic.ts';
import type { Terminal } from './terminal.ts';

/** Says what is wrong on the error stream, worst first, and gives the code to end with. */
export function refuse(diagnostics: readonly Diagnostic[], terminal: Terminal, exit: ExitCode = EXIT.usage): ExitCode {
  for (const diagnostic of diagnostics) terminal.err(`${renderDiagnostic(diagnostic)}\n`);
  return exit;
}

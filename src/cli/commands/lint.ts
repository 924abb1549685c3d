import { counted } from '../../model/counted.ts';
import { type Diagnostic, isError } from '../../model/diagnostic.ts';
import type { FileSet } from '../../model/digest.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { loadSimulator } from '../../suite/load-simulator.ts';
import type { Context } from '../context.ts';
import { openSuites } from '../open-suites.ts';
import { renderDiagnostic } from '../render-diagnostic.ts';

export interface LintOptions {
  /** Folders, archives or single files with official definitions. */
  readonly package: readonly string[];
  readonly json?: boolean;
}

/** Reads the suites of interfaces and their simulators and says all that is wrong with them. */
export async function lint(paths: readonly string[], options: LintOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const suitesOf = await Promise.all(paths.map((path) => openSuites(path, cwd, options.package)));
  const opened = suitesOf.map((one) => ({ ...one, diagnostics: [...one.diagnostics, ...simulatorFaults(one.files)] }));
  const diagnostics = opened.flatMap((one) => one.diagnostics);
  const errors = diagnostics.filter(isError).length;
  if (options.json) {
    terminal.out(`${JSON.stringify({ diagnostics })}\n`);
  } else {
    for (const { diagnostics: found, files } of opened) {
      for (const diagnostic of found) terminal.err(`${renderDiagnostic(diagnostic, files)}\n`);
    }
    const suites = opened.flatMap(({ loaded }) => loaded?.suites ?? []);
    const cases = suites.flatMap((suite) => suite.cases).length;
    const others = counted(diagnostics.length - errors, 'other finding');
    terminal.out(
      errors > 0
        ? `${counted(errors, 'error')}, ${others}\n`
        : `${counted(suites.length, 'suite')} with ${counted(cases, 'case')}: no errors, ${others}\n`,
    );
  }
  return errors > 0 ? EXIT.usage : EXIT.ok;
}

const simulatorFaults = (files: FileSet): readonly Diagnostic[] =>
  [...files.keys()]
    .filter((file) => file.endsWith('.simulator.yaml'))
    .flatMap((file) => loadSimulator(files, file).diagnostics);

import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { openSuites } from '../open-suites.ts';
import { requireProvider, serveProvider } from '../reference-provider.ts';

export interface ServeOptions {
  readonly port: number;
  readonly defect: readonly string[];
}

/** Runs the declared provider until it is interrupted. */
export async function serve(path: string, options: ServeOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd, now, signal } = context;
  const { loaded, files, diagnostics } = await openSuites(path, cwd);
  if (loaded === undefined) return refuse(diagnostics, terminal);
  const definition = requireProvider(files, `suites/${loaded.api.id}`);
  const listener = await serveProvider(definition, { port: options.port, defects: options.defect, now });
  terminal.out(`${listener.url}\n`);
  const defects = options.defect.length === 0 ? '' : `, with the defects ${options.defect.join(', ')}`;
  terminal.err(`${loaded.api.title}: the reference provider listens at ${listener.url}${defects}. Ctrl-C ends it.\n`);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await listener.close();
  return EXIT.ok;
}

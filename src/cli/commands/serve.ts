import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { createValidator } from '../../fhir/validator.ts';
import { makeTestPki } from '../../http/test-pki.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { withDefects } from '../../simulate/defects.ts';
import { selfCheck } from '../../simulate/self-check.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { openSuites } from '../open-suites.ts';
import { requireProvider, serveProvider } from '../reference-provider.ts';
import { writeClientFiles } from '../test-certificates.ts';

export interface ServeOptions {
  /** Default: the loopback interface. */
  readonly host?: string;
  readonly port: number;
  /** Its file without `.simulator.yaml`. */
  readonly simulator: string;
  readonly defect: readonly string[];
  /** Folder for the certificates of clients: serves over TLS. */
  readonly tls?: string;
}

/** Runs a declared simulator until it is interrupted, if its own replies are right. */
export async function serve(path: string, options: ServeOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd, now, signal } = context;
  const { loaded, files, diagnostics } = await openSuites(path, cwd);
  if (loaded === undefined) return refuse(diagnostics, terminal);
  const definition = requireProvider(files, `suites/${loaded.api.id}`, options.simulator);
  const validator = createValidator(loaded.api.fhirVersion, loaded.definitions);
  const unsound = selfCheck(definition, { baseUrl: 'http://127.0.0.1', validator, now, ids: randomUUID });
  if (unsound.length > 0) return refuse(unsound, terminal);
  const { transport } = withDefects(definition, options.defect);
  const pki = options.tls === undefined ? undefined : await makeTestPki(now(), transport.certificate, options.host);
  const listener = await serveProvider(definition, {
    ...(options.host !== undefined && { host: options.host }),
    port: options.port,
    defects: options.defect,
    validator,
    ...(pki && { pki }),
    now,
  });
  if (pki !== undefined && options.tls !== undefined) {
    const config = await writeClientFiles(pki, resolve(cwd, options.tls), listener.url);
    terminal.err(`It asks for a client certificate: assay run --config ${config} shows the right one.\n`);
  }
  terminal.out(`${listener.url}\n`);
  const defects = options.defect.length === 0 ? '' : `, with the defects ${options.defect.join(', ')}`;
  terminal.err(`${loaded.api.title}: ${definition.title} listens at ${listener.url}${defects}. Ctrl-C ends it.\n`);
  await new Promise<void>((ended) => signal.addEventListener('abort', () => ended(), { once: true }));
  await listener.close();
  return EXIT.ok;
}

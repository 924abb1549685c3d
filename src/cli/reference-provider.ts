import { randomUUID } from 'node:crypto';
import type { Validator } from '../fhir/validator.ts';
import { type Listener, listen } from '../http/listen.ts';
import type { TestPki } from '../http/test-pki.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isError } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { SimulatorDefinition } from '../model/simulator.ts';
import type { Reception } from '../run/reception.ts';
import { withDefects } from '../simulate/defects.ts';
import { createSimulator } from '../simulate/simulator.ts';
import { loadSimulator } from '../suite/load-simulator.ts';
import { serverTls } from './test-certificates.ts';

export interface ProviderOptions {
  /** It knows the profiles of the interface. */
  readonly validator: Validator;
  /** 0 takes any free port. */
  readonly port: number;
  readonly defects: readonly string[];
  /** Over TLS, with client certificates, when given. */
  readonly pki?: TestPki;
  /** Told of what comes in, and says how it is answered where that is not by the rules. */
  readonly reception?: Reception;
  readonly now: () => Date;
}

/** The provider that an interface declares in its `*.simulator.yaml`. */
function readProvider(
  files: FileSet,
  folder: string,
): { readonly definition?: SimulatorDefinition; readonly diagnostics: readonly Diagnostic[] } {
  const file = [...files.keys()].find((path) => path.startsWith(`${folder}/`) && path.endsWith('.simulator.yaml'));
  if (file === undefined) return { diagnostics: [noSimulator(folder)] };
  return loadSimulator(files, file);
}

/** Serves a declared provider on the loopback interface. Throws PORT_IN_USE, and CONFIG_INVALID for an unknown defect. */
export async function serveProvider(definition: SimulatorDefinition, options: ProviderOptions): Promise<Listener> {
  const { reception } = options;
  const { transport } = withDefects(definition, options.defects);
  let simulator: ReturnType<typeof createSimulator> | undefined;
  const listener = await listen(
    (request) => {
      if (simulator === undefined) throw new Error('A request came before the provider was ready');
      const named = reception?.came(request);
      return simulator.handle(request, named === undefined ? {} : { reply: named });
    },
    {
      port: options.port,
      ...(options.pki && { tls: serverTls(options.pki, transport) }),
      ...(reception && { onExchange: (received) => reception.over(received) }),
    },
  );
  try {
    simulator = createSimulator(definition, {
      baseUrl: listener.url,
      defects: options.defects,
      validator: options.validator,
      now: options.now,
      ids: randomUUID,
    });
  } catch (cause) {
    await listener.close();
    throw cause;
  }
  return listener;
}

/** The declared provider, or the first problem with it. */
export function requireProvider(files: FileSet, folder: string): SimulatorDefinition {
  const { definition, diagnostics } = readProvider(files, folder);
  const problem = diagnostics.find(isError) ?? noSimulator(folder);
  if (definition === undefined) throw new HarnessError(problem);
  return definition;
}

const noSimulator = (folder: string): Diagnostic => ({
  code: 'FILE_NOT_FOUND',
  severity: 'error',
  message: `${folder} declares no provider`,
  hint: 'A file *.simulator.yaml in it would; or name a provider with --target.',
});

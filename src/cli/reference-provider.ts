import { randomUUID } from 'node:crypto';
import type { Validator } from '../fhir/validator.ts';
import { type Listener, listen } from '../http/listen.ts';
import { refusal } from '../http/serve.ts';
import type { TestPki } from '../http/test-pki.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isError } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { SimulatorDefinition } from '../model/simulator.ts';
import type { Reception } from '../run/reception.ts';
import { withDefects } from '../simulate/defects.ts';
import { selfCheck } from '../simulate/self-check.ts';
import { createSimulator } from '../simulate/simulator.ts';
import { unreadReply } from '../simulate/unread.ts';
import { loadSimulator } from '../suite/load-simulator.ts';
import { serverTls } from './test-certificates.ts';

export interface ProviderOptions {
  /** It knows the profiles of the interface. */
  readonly validator: Validator;
  /** Default: the loopback interface. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly defects: readonly string[];
  /** Over TLS, with client certificates, when given. */
  readonly pki?: TestPki;
  /** Told of what comes in, and says how it is answered where that is not by the rules. */
  readonly reception?: Reception;
  readonly now: () => Date;
}

/** Serves a declared provider. Throws PORT_IN_USE, and CONFIG_INVALID for an unknown defect. */
export async function serveProvider(definition: SimulatorDefinition, options: ProviderOptions): Promise<Listener> {
  const { reception } = options;
  const rules = withDefects(definition, options.defects);
  let simulator: ReturnType<typeof createSimulator> | undefined;
  const listener = await listen(
    (request) => {
      if (simulator === undefined) throw new Error('A request came before the provider was ready');
      const claim = reception?.came(request) ?? {};
      if (claim === 'too-many') {
        reception?.refused({ kind: 'too-many-requests' }, options.now());
        return refusal(503);
      }
      return simulator.handle(request, claim);
    },
    {
      ...(options.host !== undefined && { host: options.host }),
      port: options.port,
      refuse: (request, status) => {
        const reply = unreadReply(rules, status);
        return reply === undefined ? undefined : simulator?.handle(request, { reply });
      },
      ...(options.pki && { tls: serverTls(options.pki, rules.transport) }),
      ...reception?.toldBy(options.now),
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

/** The provider that an interface declares in `NAME.simulator.yaml`, or the first problem with it. */
export function requireProvider(files: FileSet, folder: string, name = 'provider'): SimulatorDefinition {
  const file = `${folder}/${name}${SIMULATOR_FILE}`;
  if (!files.has(file)) throw new HarnessError(noSimulator(files, folder, name));
  const { definition, diagnostics } = loadSimulator(files, file);
  const problem = diagnostics.find(isError) ?? noSimulator(files, folder, name);
  if (definition === undefined) throw new HarnessError(problem);
  return definition;
}

/** Throws the first fault of its own replies: what is used against others must be right itself. */
export function requireSound(definition: SimulatorDefinition, validator: Validator, now: () => Date): void {
  const [fault] = selfCheck(definition, { baseUrl: 'http://127.0.0.1', validator, now, ids: randomUUID });
  if (fault !== undefined) throw new HarnessError(fault);
}

const SIMULATOR_FILE = '.simulator.yaml';

function noSimulator(files: FileSet, folder: string, name: string): Diagnostic {
  const names = [...files.keys()]
    .filter((path) => path.startsWith(`${folder}/`) && path.endsWith(SIMULATOR_FILE))
    .map((path) => path.slice(folder.length + 1, -SIMULATOR_FILE.length));
  return {
    code: 'FILE_NOT_FOUND',
    severity: 'error',
    message: `${folder} declares no simulator "${name}"`,
    hint:
      names.length === 0
        ? `A file ${name}${SIMULATOR_FILE} in it would; or name a provider with --target.`
        : `It declares ${names.join(', ')}.`,
  };
}

import type { Validator } from '../fhir/validator.ts';
import type { Credentials } from '../http/authority.ts';
import { forwarding } from '../http/forward.ts';
import { type Listener, listenDealing } from '../http/listen.ts';
import { makeTestPki, type TestPki } from '../http/test-pki.ts';
import type { TlsSettings } from '../http/tls.ts';
import { connecting, PLAIN_TRANSPORT, type Transport } from '../http/transport.ts';
import type { FileSet } from '../model/digest.ts';
import type { HttpRequest } from '../model/exchange.ts';
import type { SystemUnderTest } from '../model/system-under-test.ts';
import type { ServerFault } from '../model/tls.ts';
import { type ClientSide, Reception } from '../run/reception.ts';
import type { Context } from './context.ts';
import { requireProvider, requireSound, serveProvider } from './reference-provider.ts';
import { serverTls, writeClientFiles } from './test-certificates.ts';

/** What is tested, and how it is reached. */
export interface System {
  readonly sut: SystemUnderTest;
  readonly transport: Transport;
  readonly client?: Omit<ClientSide, 'drive'>;
  readonly close: () => Promise<void>;
}

/** What the reference provider is made of. */
export interface OwnProvider {
  readonly files: FileSet;
  readonly api: string;
  readonly validator: Validator;
}

/** Where a client under test finds us, and what stands behind us. */
export interface ClientRequest {
  readonly identity: Omit<SystemUnderTest, 'role' | 'baseUrl'>;
  /** Default: the loopback interface. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  /** Over TLS, with the certificates of clients written into this folder. */
  readonly tlsFolder?: string;
  /** Base URL of a real provider; absent for our simulator. */
  readonly target?: string;
  /** How we show ourselves to that provider. */
  readonly transport: Transport;
}

interface Post {
  readonly host?: string;
  readonly port: number;
  readonly reception: Reception;
  /** Over TLS, with client certificates, when given. */
  readonly pki?: TestPki;
  readonly now: () => Date;
}

/** What is written of an exchange waits until its reply is on its way, so that no client waits for that. */
const REPLY_LEAVES_MS = 1;

/** Between a client and a real provider. */
function forwardTo(target: string, tls: TlsSettings, { host, port, reception, pki, now }: Post): Promise<Listener> {
  const onRequest = (request: HttpRequest) => (reception.came(request) === 'too-many' ? 'too-many' : undefined);
  return listenDealing(forwarding({ target, tls, onRequest }), {
    ...(host !== undefined && { host }),
    port,
    ...(pki && { tls: serverTls(pki, STRICT) }),
    ...reception.toldBy(now),
    onExchange: (received) => void setTimeout(() => reception.over(received), REPLY_LEAVES_MS),
  });
}

const STRICT = { tolerates: [], plainHttp: 'close' } as const;

/** In the place of a provider. */
function simulate({ files, api, validator }: OwnProvider, post: Post): Promise<Listener> {
  const definition = requireProvider(files, `suites/${api}`);
  requireSound(definition, validator, post.now);
  return serveProvider(definition, { ...post, defects: [], validator });
}

/** A client finds our simulator, or a provider behind us, at the base URL of such a run. */
export async function clientUnderTest(
  { identity, host, port = 0, tlsFolder, target, transport }: ClientRequest,
  own: OwnProvider,
  { now }: Context,
): Promise<System> {
  const reception = new Reception();
  const pki = tlsFolder === undefined ? undefined : await makeTestPki(now(), undefined, host);
  const post: Post = { ...(host !== undefined && { host }), port, reception, ...(pki && { pki }), now };
  const listener =
    target === undefined ? await simulate(own, post) : await forwardTo(target, connecting(transport)(), post);
  if (pki !== undefined && tlsFolder !== undefined) await writeClientFiles(pki, tlsFolder, listener.url);
  const sut: SystemUnderTest = {
    ...identity,
    role: 'client',
    baseUrl: listener.url,
    ...(target !== undefined && { answeredBy: target }),
  };
  const meet = pki && listener.meet && meeting(pki, listener.meet);
  return {
    sut,
    transport: PLAIN_TRANSPORT,
    client: { reception, ...(meet && { meet }) },
    close: () => listener.close(),
  };
}

/** A certificate with a fault is made when it is first needed. */
export function meeting(pki: TestPki, meet: NonNullable<Listener['meet']>): NonNullable<ClientSide['meet']> {
  const made = new Map<ServerFault, Promise<Credentials>>();
  const shownWith = (fault: ServerFault): Promise<Credentials> => {
    const shown = made.get(fault) ?? pki.faulty(fault);
    made.set(fault, shown);
    return shown;
  };
  return async (fault) => {
    if (fault === undefined) meet();
    else meet(fault === 'alert' ? { fault } : { fault, shown: await shownWith(fault) });
  };
}

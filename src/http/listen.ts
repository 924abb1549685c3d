import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { HttpRequest } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { Refusal } from '../model/refusal.ts';
import { Bodies } from './bodies.ts';
import { Room } from './kept.ts';
import { SERVER_LIMITS, type ServerLimits } from './limits.ts';
import { Meeting, type MetWith } from './meeting.ts';
import type { Ending } from './outcome.ts';
import { shownAs } from './own-names.ts';
import { hearConnections, type Received } from './receiving.ts';
import { refuseWhatIsNoRequest } from './refused.ts';
import { reply } from './reply.ts';
import { answer, type Counter, type Handler, type Refuser, refusal } from './serve.ts';
import { createSecureServer, type ServerTls } from './server-tls.ts';

export type { Reply } from './reply.ts';
export type { Handler, UnreadStatus } from './serve.ts';

export interface ListenOptions {
  /** Default 127.0.0.1: other machines reach the server only when asked for. 0.0.0.0 and :: are every address of this one. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly tls?: ServerTls;
  /** Those not given are the usual ones. */
  readonly limits?: Partial<ServerLimits>;
  /** Instead of a bare refusal of what the handler never sees. */
  readonly refuse?: Refuser;
  /** Told of a handler that threw or whose reply cannot be sent, before the exchange is over or dropped; its client gets a bare 500. */
  readonly onCrash?: (cause: unknown, request?: HttpRequest) => void;
  /** Told of each client that was turned away. */
  readonly onRefused?: (refusal: Refusal) => void;
  /** Told of each exchange that reached the handler, with the bytes on the wire; `request` is the object that the handler had. */
  readonly onExchange?: (received: Received) => void;
  /** Told of each request that was taken and of which there is no exchange after all: dealing with it broke. */
  readonly onDropped?: (request: HttpRequest) => void;
}

export interface Listener {
  /** Without a final slash. */
  readonly url: string;
  readonly port: number;
  /** From now on clients are met so, over TLS; nothing given, as they should be. Open connections end. */
  readonly meet?: (met?: MetWith) => void;
  /** Ends open connections and frees the port. */
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 5_000;
/** How often connections are looked through for those that take too long. */
const CHECK_EVERY_MS = 500;

/** A request that was read. */
interface Dealt {
  readonly request: HttpRequest;
  /** Why there is no answer to it but our own words to say so. */
  readonly failure?: Ending;
}

/** Deals with one request; undefined when it was not read whole. Tells of it before anybody else sees it. */
export type Dealing = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  counter: Counter,
  taken: (request: HttpRequest) => void,
) => Promise<Dealt | undefined>;

/**
 * Serves until closed. Requests that break a limit or HTTP itself are answered here (400, 408, 413, 415, 431, 503) and never
 * reach the handler.
 *
 * @throws HarnessError PORT_IN_USE, CONFIG_INVALID
 */
export function listen(handler: Handler, options: ListenOptions): Promise<Listener> {
  const { refuse, onCrash } = options;
  return listenDealing(async (incoming, outgoing, counter, taken) => {
    let handled: HttpRequest | undefined;
    const handle: Handler = (request) => {
      handled = request;
      taken(request);
      return handler(request);
    };
    const given = await answer(incoming, { ...counter, handler: handle, refuse }).catch((cause) => {
      onCrash?.(cause, handled);
      return refusal(500);
    });
    if (given === undefined) return undefined;
    await reply(outgoing, given, counter);
    return handled && { request: handled };
  }, options);
}

/** Serves until closed, by dealing with each request as a whole. */
export async function listenDealing(deal: Dealing, options: Omit<ListenOptions, 'refuse'>): Promise<Listener> {
  const { host = '127.0.0.1', tls, onCrash, onRefused = () => undefined, onExchange, onDropped } = options;
  const limits = { ...SERVER_LIMITS, ...options.limits };
  const scheme = tls === undefined ? 'http' : 'https';
  const closing = new AbortController();
  const room = new Room(limits.maxHeldBytes);
  const meeting = new Meeting(onRefused);
  const counter: Counter = {
    scheme,
    bodies: new Bodies(limits, room),
    onRefused,
    signal: closing.signal,
    lingerMs: limits.lingerMs,
  };
  const secure = tls && createSecureServer(serverOptions(limits), tls, meeting.refused);
  const meet = tls && secure && meeting.over(secure, tls);
  const server = secure ?? createServer(serverOptions(limits));
  server.maxConnections = limits.maxConnections;
  server.timeout = limits.idleMs;
  refuseWhatIsNoRequest(server, meeting.refused);
  const begin = onExchange && hearConnections(server, limits, room);
  server.on('request', async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const hearing = begin?.(incoming.socket, new Date());
    let read: HttpRequest | undefined;
    const taken = (request: HttpRequest): void => {
      read = request;
    };
    try {
      const dealt = await deal(incoming, outgoing, counter, taken);
      if (dealt !== undefined) await over(outgoing);
      if (dealt === undefined) hearing?.dropped();
      else if (hearing !== undefined) onExchange?.(hearing.over(dealt.request, dealt.failure));
    } catch (cause) {
      hearing?.dropped();
      onCrash?.(cause, read);
      if (read !== undefined) onDropped?.(read);
      await reply(outgoing, refusal(500), counter);
    }
  });

  const port = await bind(server, host, options.port);
  const name = shownAs(host);
  return {
    url: `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`,
    port,
    ...(meet && { meet }),
    close: () => {
      closing.abort();
      return close(server);
    },
  };
}

const serverOptions = ({ maxHeadBytes, headMs, requestMs }: ServerLimits): ServerOptions => ({
  maxHeaderSize: maxHeadBytes,
  headersTimeout: headMs,
  requestTimeout: requestMs,
  keepAliveTimeout: KEEP_ALIVE_MS,
  connectionsCheckingInterval: CHECK_EVERY_MS,
});

/** Resolves when the last byte has gone to the system, or the connection is no more. */
function over(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (outgoing.writableFinished || outgoing.destroyed) resolve();
    outgoing.once('finish', () => resolve());
    outgoing.once('close', () => resolve());
  });
}

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: Error & { readonly code?: string }) => {
      reject(new HarnessError(notBound(host, port, cause.code), cause));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function notBound(host: string, port: number, code = 'unknown reason'): Diagnostic {
  if (code !== 'EADDRINUSE') {
    const message = `Cannot listen on ${host}, port ${port} (${code})`;
    return {
      code: 'CONFIG_INVALID',
      severity: 'error',
      message,
      hint: 'Choose another port; port 0 takes any free one.',
    };
  }
  return {
    code: 'PORT_IN_USE',
    severity: 'error',
    message: `Port ${port} on ${host} is in use by another program`,
    hint: 'Stop that program, or choose another port; port 0 takes any free one.',
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

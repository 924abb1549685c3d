import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { removeContentCodings } from '../message/content-coding.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { HeaderField, HttpRequest, HttpResponse } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { type Fault, reply } from './reply.ts';

/** What a handler answers: the response as it is to stand on the wire, and what is to go wrong on the way. */
export interface Reply {
  /** Header fields go out in their order and spelling; Content-Length and Date are added when missing. */
  readonly response: HttpResponse;
  readonly fault?: Fault;
}

export type Handler = (request: HttpRequest) => Reply | Promise<Reply>;

/** PEM texts. With `clientCa`, clients must show a certificate that it signed. */
export interface ServerTls {
  readonly cert: string;
  readonly key: string;
  readonly clientCa?: string;
}

export interface ListenOptions {
  /** Default 127.0.0.1: other machines reach the server only when asked for. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly tls?: ServerTls;
  readonly limits?: Limits;
  /** Told of a handler that threw; its client gets a bare 500. */
  readonly onCrash?: (cause: unknown) => void;
}

export interface Listener {
  /** Without a final slash. */
  readonly url: string;
  readonly port: number;
  /** Ends open connections and frees the port. */
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 1000;
/** A client must have sent the whole head, and the whole request, within these times. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 5_000 };

/**
 * Serves until closed. Requests that break a limit or HTTP itself are answered here (400, 408, 413, 415, 431) and never reach the handler.
 * @throws HarnessError PORT_IN_USE, CONFIG_INVALID
 */
export async function listen(handler: Handler, options: ListenOptions): Promise<Listener> {
  const { host = '127.0.0.1', tls, limits = DEFAULT_LIMITS } = options;
  const scheme = tls === undefined ? 'http' : 'https';
  const closing = new AbortController();
  const server = open({ ...TIMEOUTS, maxHeaderSize: limits.maxHeadBytes }, tls);
  server.maxConnections = MAX_CONNECTIONS;
  server.on('request', async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { response, fault } = await answer(incoming, scheme, handler, { ...options, limits });
    await reply(outgoing, response, fault, closing.signal);
  });

  const port = await bind(server, host, options.port);
  return {
    url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    close: () => {
      closing.abort();
      return close(server);
    },
  };
}

function open(options: ServerOptions, tls: ServerTls | undefined): Server {
  if (tls === undefined) return createServer(options);
  const { cert, key, clientCa } = tls;
  const mutual = clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true };
  return createSecureServer({ ...options, cert, key, ...mutual });
}

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: Error & { code?: string }) =>
      reject(new HarnessError(notBound(host, port, cause), cause)),
    );
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function notBound(host: string, port: number, { code }: { readonly code?: string }): Diagnostic {
  return code === 'EADDRINUSE'
    ? {
        code: 'PORT_IN_USE',
        severity: 'error',
        message: `Port ${port} on ${host} is in use by another program`,
        hint: 'Stop that program, or choose another port; port 0 takes any free one.',
      }
    : { code: 'CONFIG_INVALID', severity: 'error', message: `Cannot listen on ${host}:${port} (${code ?? 'unknown'})` };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(
  incoming: IncomingMessage,
  scheme: string,
  handler: Handler,
  { limits, onCrash }: ListenOptions & { readonly limits: Limits },
): Promise<Reply> {
  const headers = pairs(incoming.rawHeaders);
  const wireBody = await readBody(incoming, limits.maxBodyBytes);
  if (wireBody === undefined) return bare(413, 'Content Too Large', [['Connection', 'close']]);
  const body = removeContentCodings(wireBody, headers);
  if ('problem' in body) return refusedCoding(body.problem);

  const url = `${scheme}://${incoming.headers.host ?? ''}${incoming.url ?? ''}`;
  try {
    return await handler({ method: incoming.method ?? '', url, headers, body: body.value });
  } catch (cause) {
    onCrash?.(cause);
    return bare(500, 'Internal Server Error');
  }
}

/** Undefined when the body is larger than allowed; the rest of it is not read. */
async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const pairs = (flat: readonly string[]): readonly HeaderField[] =>
  flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []));

function refusedCoding({ code }: Diagnostic): Reply {
  if (code === 'DECODED_TOO_LARGE') return bare(413, 'Content Too Large');
  return code === 'MALFORMED_HTTP' ? bare(400, 'Bad Request') : bare(415, 'Unsupported Media Type');
}

const bare = (status: number, reason: string, headers: readonly HeaderField[] = []): Reply => ({
  response: { status, reason, headers, body: new Uint8Array() },
});

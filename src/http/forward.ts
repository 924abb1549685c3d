import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { removeContentCodings } from '../message/content-coding.ts';
import type { HeaderField, HttpRequest } from '../model/exchange.ts';
import type { Dealing } from './listen.ts';
import type { TlsSettings } from './tls.ts';

export interface Forwarding {
  /** Base URL of the provider: what the client asks for below our own goes below this. */
  readonly target: string;
  /** How we show ourselves to it. */
  readonly tls?: TlsSettings;
  /** Told of each request when it has been read, before its answer comes. */
  readonly onRequest: (request: HttpRequest) => void;
}

/**
 * Passes every request on to a provider, and its answer back, as they are: the same line, headers in their order and spelling, and body,
 * but for `Host`, which names the provider. A provider that does not answer is a 502 for the client.
 */
export function forwarding({ target, tls = {}, onRequest }: Forwarding): Dealing {
  const { protocol, hostname, port, pathname, host } = new URL(target);
  const isSecure = protocol === 'https:';
  const agent = isSecure ? new HttpsAgent({ keepAlive: true, ...tls }) : new HttpAgent({ keepAlive: true });
  const send = isSecure ? httpsRequest : httpRequest;
  const base = pathname.replace(/\/$/, '');
  return (incoming, outgoing, signal) =>
    new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let request: HttpRequest | undefined;
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        request = requestOf(incoming, Buffer.concat(chunks));
        onRequest(request);
      });
      const outward = send({
        agent,
        hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
        port: port === '' ? undefined : port,
        method: incoming.method,
        path: `${base}${incoming.url ?? ''}`,
        headers: withHost(incoming.rawHeaders, host),
        signal,
      });
      outward.on('response', (response) => passBack(response, outgoing));
      outward.on('error', () => {
        if (outgoing.headersSent) outgoing.destroy();
        else
          outgoing
            .writeHead(502, { 'Content-Type': 'text/plain' })
            .end('The provider behind this proxy did not answer.\n');
      });
      outgoing.on('close', () => resolve(request));
      incoming.pipe(outward);
    });
}

function passBack(response: IncomingMessage, outgoing: ServerResponse): void {
  // Node would say more than the provider did.
  outgoing.sendDate = false;
  outgoing.removeHeader('Connection');
  outgoing.writeHead(response.statusCode ?? 502, response.statusMessage, response.rawHeaders);
  response.on('error', () => outgoing.destroy());
  response.pipe(outgoing);
}

/** Name, value, name, value. */
const withHost = (flat: readonly string[], host: string): string[] =>
  flat.map((text, index) => (index % 2 === 1 && flat[index - 1]?.toLowerCase() === 'host' ? host : text));

function requestOf(incoming: IncomingMessage, received: Buffer): HttpRequest {
  const { rawHeaders: flat, method = '', url = '' } = incoming;
  const headers = flat.flatMap((name, index): readonly HeaderField[] =>
    index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : [],
  );
  const scheme = 'encrypted' in incoming.socket ? 'https' : 'http';
  const body = removeContentCodings(received, headers);
  return {
    method,
    url: `${scheme}://${incoming.headers.host ?? ''}${url}`,
    headers,
    // What cannot be decoded is judged as it came.
    body: 'value' in body ? body.value : received,
  };
}

import { requestTarget } from '../message/wire.ts';
import { FORBIDDEN_IN_VALUE, fieldValues, TOKEN } from '../message/wire-head.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { HeaderField, HttpRequest } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';

/** A request that HTTP allows, with the address of its server and every header that will be on the wire. */
export interface Prepared {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly target: string;
  readonly request: HttpRequest;
  /** False when the request frames itself, so that what follows it on the connection may be misread. */
  readonly mayShareConnection: boolean;
}

/** @throws HarnessError HEADER_INJECTION, COMPOSE_FAILED: nothing has been sent. */
export function prepare(request: HttpRequest): Prepared {
  const [refusal] = refusals(request);
  if (refusal !== undefined) throw new HarnessError(refusal);

  const { protocol, hostname, host, port } = new URL(request.url);
  const scheme = protocol === 'https:' ? 'https' : 'http';
  return {
    scheme,
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? DEFAULT_PORT[scheme] : Number(port),
    target: requestTarget(request.url),
    request: { ...request, headers: completeHeaders(request, host) },
    mayShareConnection: FRAMING.every((name) => !has(request.headers, name)),
  };
}

const DEFAULT_PORT = { http: 80, https: 443 };
const FRAMING = ['connection', 'content-length', 'transfer-encoding', 'upgrade'];

/** Everything in the request that must not reach a connection. */
export function refusals({ method, url, headers }: HttpRequest): readonly Diagnostic[] {
  const bad = (code: 'HEADER_INJECTION' | 'COMPOSE_FAILED', what: string): Diagnostic => ({
    code,
    severity: 'error',
    message: `The request cannot be sent: ${what}`,
  });
  return [
    ...(TOKEN.test(method) ? [] : [bad('HEADER_INJECTION', `${JSON.stringify(method)} is no method`)]),
    ...(/^[\x21-\x7e]*$/.test(url) ? [] : [bad('HEADER_INJECTION', `its URL ${JSON.stringify(url)} is not encoded`)]),
    ...(isHttpUrl(url) ? [] : [bad('COMPOSE_FAILED', `${JSON.stringify(url)} is no absolute http or https URL`)]),
    ...headers
      .filter(([name, value]) => !TOKEN.test(name) || FORBIDDEN_IN_VALUE.test(value))
      .map(([name]) => bad('HEADER_INJECTION', `header ${JSON.stringify(name)} holds characters that HTTP forbids`)),
  ];
}

/** User name and password have no place in a URL (RFC 9110 section 4.2.4). */
function isHttpUrl(url: string): boolean {
  return /^https?:\/\/[^/?#@]+([/?#]|$)/i.test(url) && URL.canParse(url);
}

/** Methods for which RFC 9110 section 8.6 expects no length when there is no content. */
const WITHOUT_CONTENT = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'];

/** Host, Content-Length and Connection are added where they are not given; all else is sent as it stands. */
function completeHeaders({ method, headers, body }: HttpRequest, host: string): readonly HeaderField[] {
  const needsLength = body.length > 0 || !WITHOUT_CONTENT.includes(method.toUpperCase());
  const isFramed = has(headers, 'content-length') || has(headers, 'transfer-encoding');
  return [
    ...(has(headers, 'host') ? [] : [['Host', host] as const]),
    ...headers,
    ...(needsLength && !isFramed ? [['Content-Length', String(body.length)] as const] : []),
    ...(has(headers, 'connection') ? [] : [['Connection', isFramed ? 'close' : 'keep-alive'] as const]),
  ];
}

const has = (headers: readonly HeaderField[], name: string): boolean => fieldValues(headers, name).length > 0;

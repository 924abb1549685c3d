import { asBuffer } from '../model/bytes.ts';
import type { HeaderField, HttpRequest, HttpResponse, StoredForm } from '../model/exchange.ts';
import { removeContentCodings } from './content-coding.ts';
import { parseBody, parseNoBody } from './wire-body.ts';
import { type Head, malformed, type Parsed, parseHead, TOKEN } from './wire-head.ts';

export type { Parsed } from './wire-head.ts';

/** A server that sends more interim responses than this before the final one is not going to answer. */
export const MAX_INTERIM_RESPONSES = 20;

/**
 * The request in `bytes`: as it was on the wire, or as evidence keeps it after redaction (`decoded`).
 * The scheme of its URL is that of the connection, which the bytes do not name.
 */
export function parseRequest(
  bytes: Uint8Array,
  scheme: 'http' | 'https',
  form: StoredForm = 'wire',
): Parsed<HttpRequest> {
  const buffer = asBuffer(bytes);
  const head = parseHead(buffer, 0);
  if ('problem' in head) return head;

  const { startLine, headers, end } = head.value;
  const [method = '', target = '', version = '', ...more] = startLine.split(' ');
  if (!TOKEN.test(method) || target === '' || !/^HTTP\/1\.[01]$/.test(version) || more.length > 0) {
    return malformed(`This is no request line: ${JSON.stringify(startLine.slice(0, 80))}`);
  }

  const rest = buffer.subarray(end);
  const body = form === 'decoded' ? { value: rest } : decoded(parseBody(rest, headers, 'none'), headers);
  if ('problem' in body) return body;
  return { value: { method, url: absoluteUrl(scheme, headers, target), headers, body: body.value } };
}

/**
 * The final response in `bytes`, which is everything that came back: interim responses (1xx) are skipped.
 * `method` is that of the request: a HEAD has no body whatever its headers say.
 */
export function parseResponse(bytes: Uint8Array, method: string, form: StoredForm = 'wire'): Parsed<HttpResponse> {
  const buffer = asBuffer(bytes);
  const final = finalHead(buffer);
  if ('problem' in final) return final;

  const { status, reason, headers, end } = final.value;
  const rest = buffer.subarray(end);
  const framed = (): Parsed<Buffer> =>
    hasNoBody(method, status) ? parseNoBody(rest) : parseBody(rest, headers, 'to-end');
  const body = form === 'decoded' ? { value: rest } : decoded(framed(), headers);
  if ('problem' in body) return body;
  return { value: { status, reason, headers, body: body.value } };
}

/** The form that evidence keeps of a redacted request: start line, headers as on the wire, decoded body. */
export function encodeRequest({ method, url, headers, body }: HttpRequest): Uint8Array {
  return encode(`${method} ${requestTarget(url)} HTTP/1.1`, headers, body);
}

export function encodeResponse({ status, reason, headers, body }: HttpResponse): Uint8Array {
  return encode(`HTTP/1.1 ${status} ${reason}`, headers, body);
}

/** What follows the authority in an absolute URL, without the fragment, as written. */
export function requestTarget(url: string): string {
  const target = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  return target.startsWith('/') ? target : `/${target}`;
}

interface FinalHead extends Head {
  readonly status: number;
  readonly reason: string;
}

function finalHead(buffer: Buffer): Parsed<FinalHead> {
  let from = 0;
  for (let interim = 0; interim <= MAX_INTERIM_RESPONSES; interim += 1) {
    const head = parseHead(buffer, from);
    if ('problem' in head) return head;

    const line = /^HTTP\/1\.[01] ([1-5]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/.exec(head.value.startLine);
    if (line === null) return malformed(`This is no status line: ${JSON.stringify(head.value.startLine.slice(0, 80))}`);
    const status = Number(line[1]);
    if (status === 101) return malformed('The connection was switched to another protocol, which nobody asked for');
    if (status >= 200) return { value: { ...head.value, status, reason: line[2] ?? '' } };
    from = head.value.end;
  }
  return malformed(`More than ${MAX_INTERIM_RESPONSES} interim responses`);
}

/** RFC 9112 section 6.3, rule 1. */
const hasNoBody = (method: string, status: number): boolean => method === 'HEAD' || status === 204 || status === 304;

function decoded(framed: Parsed<Buffer>, headers: readonly HeaderField[]): Parsed<Uint8Array> {
  return 'problem' in framed ? framed : removeContentCodings(framed.value, headers);
}

/** RFC 9112 section 3.3: a target that is a path belongs to the authority that Host names. */
function absoluteUrl(scheme: string, headers: readonly HeaderField[], target: string): string {
  if (!target.startsWith('/')) return target;
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
  return `${scheme}://${host}${target}`;
}

/** Header text is latin1, one byte a character, as the parser reads it. */
function encode(startLine: string, headers: readonly HeaderField[], body: Uint8Array): Uint8Array {
  const lines = [startLine, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

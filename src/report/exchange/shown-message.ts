import { parseRequest, parseResponse, requestTarget } from '../../message/wire.ts';
import type { HeaderField, StoredMessage } from '../../model/exchange.ts';
import { shortened } from '../shortened.ts';
import type { Mark } from './marks.ts';
import { type ShownBody, shownBody } from './shown-body.ts';
import { type DecodedToken, decodedToken } from './token.ts';

/** A message of the evidence as a page shows it. */
export interface ShownMessage {
  readonly startLine: string;
  readonly headers: readonly HeaderField[];
  /** The unsecured or signed token of the Authorization header, when it carries one. */
  readonly token?: DecodedToken;
  readonly body: ShownBody;
}

/** What a page wants to see of a message beside its beginning. */
interface Wanted {
  readonly marks?: readonly Mark[];
  /** Whether the token is of interest; unless told otherwise it is. */
  readonly decodes?: boolean;
}

/** `limit` is about how many bytes of the body to show: those around the marks, or the first. */
export function shownRequest(
  bytes: Uint8Array,
  { form }: StoredMessage,
  limit: number,
  { marks = [], decodes = true }: Wanted = {},
): ShownMessage {
  if (bytes.length === 0) return nothing('Nothing was sent.');
  const parsed = parseRequest(bytes, 'https', form);
  if ('problem' in parsed) return unparsed(bytes, limit, parsed.problem.message);
  const { method, url, headers, body } = parsed.value;
  const token = decodes ? decodedToken(headers) : undefined;
  const startLine = `${method} ${requestTarget(url)} HTTP/1.1`;
  return { startLine, headers: headers.map(shownHeader), ...(token && { token }), body: shownBody(body, limit, marks) };
}

/** `method` is that of the request, since the answer to a HEAD has no body. */
export function shownResponse(
  bytes: Uint8Array,
  { form }: StoredMessage,
  limit: number,
  method: string,
  { marks = [] }: Wanted = {},
): ShownMessage {
  if (bytes.length === 0) return nothing('Nothing was received.');
  const parsed = parseResponse(bytes, method, form);
  if ('problem' in parsed) return unparsed(bytes, limit, parsed.problem.message);
  const { status, reason, headers, body } = parsed.value;
  return {
    startLine: `HTTP/1.1 ${status} ${reason}`,
    headers: headers.map(shownHeader),
    body: shownBody(body, limit, marks),
  };
}

/** Longer values, tokens most of all, are cut: the file holds them whole. */
const LONGEST_HEADER = 160;

const shownHeader = ([name, value]: HeaderField): HeaderField => [name, shortened(value, LONGEST_HEADER)];

const nothing = (note: string): ShownMessage => ({ startLine: '', headers: [], body: { text: '', lines: [], note } });

/** What is no message is shown as the bytes that came. */
function unparsed(bytes: Uint8Array, limit: number, problem: string): ShownMessage {
  const { note, ...body } = shownBody(bytes, limit);
  const told = note === undefined ? `${problem}.` : `${problem}. ${note}`;
  return { startLine: '', headers: [], body: { ...body, note: told } };
}

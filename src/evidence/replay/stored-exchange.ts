import { type Parsed, parseRequest, parseResponse } from '../../message/wire.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FileSet } from '../../model/digest.ts';
import type { Exchange, ExchangeRecord, HttpRequest, HttpResponse } from '../../model/exchange.ts';
import { PAYLOAD } from '../format/bundle-layout.ts';
import { rejected } from '../format/finding.ts';

export interface StoredExchange {
  readonly exchange: Exchange;
  /** EXCHANGE_MISMATCH, when the record says something else than the bytes. */
  readonly findings: readonly Diagnostic[];
}

/** An exchange as judging needs it, out of its record and the bytes beside the journal. */
export function readExchange(record: ExchangeRecord, payload: FileSet): StoredExchange {
  const { ref, outcome, problem, startedAt, timings, tls } = record;
  const requestWire = bytesOf(record.request.file, payload);
  const responseWire = record.response && bytesOf(record.response.file, payload);
  const request = requestIn(record, requestWire);
  const response = responseIn(record, responseWire);
  const read = valueIn(response);
  return {
    exchange: {
      ref,
      // What says it is a response and cannot be read as one is judged as none.
      outcome: outcome === 'response' && read === undefined ? 'malformed' : outcome,
      ...(problem !== undefined && { problem }),
      startedAt,
      timings,
      ...(tls !== undefined && { tls }),
      request: valueIn(request) ?? { method: record.method, url: record.url, headers: [], body: new Uint8Array() },
      requestWire,
      ...(read && { response: read }),
      ...(responseWire && { responseWire }),
    },
    findings: [...contradictions(record, valueIn(request), read), ...unreadable(record, response)],
  };
}

/** Nothing was sent when no connection was made, and then there is nothing to read. */
function requestIn(record: ExchangeRecord, bytes: Uint8Array): Parsed<HttpRequest> | undefined {
  const scheme = record.url.startsWith('https:') ? 'https' : 'http';
  return bytes.length === 0 ? undefined : parseRequest(bytes, scheme, record.request.form);
}

function responseIn(
  { outcome, method, response }: ExchangeRecord,
  bytes: Uint8Array | undefined,
): Parsed<HttpResponse> | undefined {
  if (outcome !== 'response' || response === undefined || bytes === undefined) return undefined;
  return parseResponse(bytes, method, response.form);
}

function contradictions(
  record: ExchangeRecord,
  request: HttpRequest | undefined,
  response: HttpResponse | undefined,
): readonly Diagnostic[] {
  const sameRequest = request === undefined || (request.method === record.method && request.url === record.url);
  return [
    ...(sameRequest ? [] : [mismatch(record.request.file, 'The journal names another method or URL')]),
    ...(response?.status === record.status
      ? []
      : [mismatch(record.response?.file ?? record.request.file, 'The journal names another status')]),
  ];
}

function unreadable({ response }: ExchangeRecord, parsed: Parsed<HttpResponse> | undefined): readonly Diagnostic[] {
  return parsed !== undefined && 'problem' in parsed && response !== undefined
    ? [mismatch(response.file, parsed.problem.message)]
    : [];
}

const bytesOf = (file: string, payload: FileSet): Uint8Array => payload.get(file) ?? new Uint8Array();

const valueIn = <T>(parsed: Parsed<T> | undefined): T | undefined =>
  parsed !== undefined && 'value' in parsed ? parsed.value : undefined;

const mismatch = (file: string, message: string): Diagnostic =>
  rejected('EXCHANGE_MISMATCH', message, { file: `${PAYLOAD}${file}` });

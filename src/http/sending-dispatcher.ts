import type { Dispatcher } from 'undici';
import { fieldValues } from '../message/wire-head.ts';
import type { HttpRequest, HttpResponse } from '../model/exchange.ts';

/** Carries one request. Undefined when there was no response. */
export type Carrier = (request: HttpRequest) => Promise<HttpResponse | undefined>;

/**
 * Lets fetch, and what is built on it, send through a carrier of ours. Only method and URL are taken from fetch; the
 * headers and the recording are the carrier's. Requests with a body are not supported.
 *
 * The two families of callbacks are those of undici before and after version 7, which come with different Node versions
 * (https://undici.nodejs.org/#/docs/api/Dispatcher, "dispatch").
 */
export function sendingDispatcher(carry: Carrier): Pick<Dispatcher, 'dispatch'> {
  return {
    dispatch({ origin = '', path, method }, handler) {
      const request = { method, url: `${String(origin)}${path}`, headers: [], body: new Uint8Array() };
      const deliver = handler.onRequestStart === undefined ? deliverOld : deliverNew;
      carry(request)
        .then((response) => response ?? Promise.reject(new Error('There was no response')))
        .then((response) => deliver(handler, plain(response)))
        .catch((cause: Error) => fail(handler, cause));
      return true;
    },
  };
}

/** The body is already whole and decoded, so fetch must not be told otherwise. */
function plain(response: HttpResponse): HttpResponse {
  const headers = response.headers.filter(([name]) => !/^(content-(encoding|length)|transfer-encoding)$/i.test(name));
  return { ...response, headers };
}

function deliverOld(handler: Dispatcher.DispatchHandler, { status, reason, headers, body }: HttpResponse): void {
  handler.onConnect?.(() => undefined);
  handler.onHeaders?.(
    status,
    headers.flat().map((text) => Buffer.from(text, 'latin1')),
    () => undefined,
    reason,
  );
  handler.onData?.(Buffer.from(body));
  handler.onComplete?.([]);
}

function deliverNew(handler: Dispatcher.DispatchHandler, { status, reason, headers, body }: HttpResponse): void {
  handler.onRequestStart?.(IDLE, {});
  handler.onResponseStart?.(IDLE, status, grouped(headers), reason);
  handler.onResponseData?.(IDLE, Buffer.from(body));
  handler.onResponseEnd?.(IDLE, {});
}

function fail(handler: Dispatcher.DispatchHandler, cause: Error): void {
  if (handler.onResponseError === undefined) handler.onError?.(cause);
  else handler.onResponseError(IDLE, cause);
}

/** Everything is delivered at once, so there is nothing to pause or abort. */
const IDLE: Dispatcher.DispatchController = {
  aborted: false,
  paused: false,
  reason: null,
  abort: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
};

function grouped(headers: HttpResponse['headers']): Record<string, string[]> {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  return Object.fromEntries([...names].map((name) => [name, [...fieldValues(headers, name)]]));
}

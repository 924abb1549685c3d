import { fieldValues } from '../message/wire-head.ts';
import type { Answer } from './answer.ts';
import type { Logging } from './decisions.ts';

/** What a support desk needs to find an exchange at the provider and at the proxy before it, and nothing about the patient. */
export const LOGGING: Logging = { headers: ['Ssp-TraceID', 'X-Request-ID', 'X-Correlation-ID'], query: false };

/** A JSON object on one line. A header that the request lacks is that of the response. */
export function logLine({ sent, attempt, status }: Answer, { headers, query }: Logging): string {
  const { request, response, outcome, startedAt } = sent;
  const { pathname, search } = new URL(request.url);
  const ids = headers.map((name) => [
    name,
    fieldValues(request.headers, name)[0] ?? fieldValues(response?.headers ?? [], name)[0] ?? null,
  ]);
  return JSON.stringify({
    at: startedAt,
    level: 'error',
    method: request.method,
    path: `${pathname}${query ? search : ''}`,
    status: status ?? outcome,
    attempt,
    ...Object.fromEntries(ids),
  });
}

import { fieldValues } from '../message/wire-head.ts';
import type { ExchangeRef, HttpRequest } from '../model/exchange.ts';

interface Past {
  readonly line: string;
  readonly ref: ExchangeRef;
}

/**
 * The requests that a client has made so far, by their X-Request-ID: a request of an earlier case that is made again is told by it. An id
 * that has stood on different requests tells none of them.
 */
export class PastRequests {
  readonly #byId = new Map<string, Past | 'ambiguous'>();

  note(request: HttpRequest, ref: ExchangeRef): void {
    const id = idOf(request);
    if (id === undefined) return;
    const past = this.#byId.get(id);
    if (past === undefined) this.#byId.set(id, { line: lineOf(request), ref });
    else if (past !== 'ambiguous' && past.line !== lineOf(request)) this.#byId.set(id, 'ambiguous');
  }

  /** Id of the exchange of another case in which this request was made before. */
  before(request: HttpRequest, caseId: string): string | undefined {
    const id = idOf(request);
    const past = id === undefined ? undefined : this.#byId.get(id);
    if (past === undefined || past === 'ambiguous') return undefined;
    return past.line === lineOf(request) && past.ref.case !== caseId ? past.ref.id : undefined;
  }
}

const idOf = ({ headers }: HttpRequest): string | undefined => fieldValues(headers, 'X-Request-ID')[0];
const lineOf = ({ method, url }: HttpRequest): string => `${method} ${url}`;

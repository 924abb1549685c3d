import type { Exchange } from '../model/exchange.ts';
import { citedIn, citedSchema, unknownSources } from './cited.ts';
import { type AssertionKind, failed, passed } from './kind.ts';
import { headerValue } from './payload.ts';

/**
 * What becomes of a connection is one of a set, each with the sources that ask for it: the system under test closes it, by a TLS
 * alert or without one; it sends on to https; or it serves it, and answers with a status.
 */
export const connection: AssertionKind = {
  kind: 'connection',
  judgesBroken: (exchange) => wayOf(exchange) !== undefined,
  argsSchema: citedSchema({
    anyOf: [
      { type: 'string', enum: ['closed', 'redirected'] },
      { type: 'integer', minimum: 100, maximum: 599 },
    ],
  }),
  lint: unknownSources,
  looksAt: () => [{ of: 'response', part: 'header Location' }],
  check: (args, { exchange }) => {
    const accepted = citedIn<Way>(args);
    const expected = accepted.map(({ is }) => is);
    const found = wayOf(exchange) ?? null;
    const match = accepted.find(({ is }) => is === found);
    const ended = `The connection was ${words(exchange, found)}`;
    if (match === undefined) return failed(`${ended}, expected ${expected.join(' or ')}`, expected, found);
    return { ...passed(ended, expected, found), follows: match.cite };
  },
};

type Way = 'closed' | 'redirected' | number;

/** What OpenSSL calls an alert that it received, not what it could not do itself. */
const BY_THE_SERVER = /ALERT|^TLS_RECORD$/;

/** Undefined for what says nothing of the system under test. */
function wayOf({ outcome, problem = '', request, response, timings }: Exchange): Way | undefined {
  if (response !== undefined) return isSentOn(response) ? 'redirected' : response.status;
  if (outcome === 'reset' || (outcome === 'tls-alert' && BY_THE_SERVER.test(problem))) return 'closed';
  // Without TLS nobody needs to listen at all, and what guards the port may say nothing.
  const isUnheard = outcome === 'refused' || (outcome === 'deadline' && timings.connectMs === undefined);
  return request.url.startsWith('http:') && isUnheard ? 'closed' : undefined;
}

function isSentOn({ status, headers }: NonNullable<Exchange['response']>): boolean {
  return status >= 300 && status < 400 && /^https:/i.test(headerValue(headers, 'Location') ?? '');
}

function words({ outcome, problem }: Exchange, way: Way | null): string {
  if (typeof way === 'number') return `served with status ${way}`;
  return way === 'closed' ? `closed (${problem ?? outcome})` : String(way);
}

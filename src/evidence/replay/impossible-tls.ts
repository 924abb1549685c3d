import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JournalLine } from '../../model/event.ts';
import type { ExchangeRecord } from '../../model/exchange.ts';
import type { RunPlan } from '../../model/plan.ts';
import { JOURNAL, PAYLOAD } from '../format/bundle-layout.ts';
import { rejected } from '../format/finding.ts';

/** As Node names them (https://nodejs.org/docs/latest-v20.x/api/tls.html, tlsSocket.getProtocol). */
const PROTOCOLS: ReadonlySet<string> = new Set(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']);

/**
 * What the journal says of TLS and cannot have been. The rest is the word of the harness: nothing in the bytes shows with whom they were
 * exchanged. EXCHANGE_MISMATCH, with the line.
 */
export function impossibleTls({ sut }: RunPlan, lines: readonly JournalLine[]): readonly Diagnostic[] {
  const begunAt = lines[0]?.at ?? '';
  return lines.flatMap(({ event }, place) => {
    if (event.type !== 'exchange-recorded') return [];
    const { exchange } = event;
    // What a client under test is answered with is our own certificate, and it may show none.
    const toServer = sut.role === 'provider' || exchange.ref.purpose === 'token';
    const why = impossible(exchange, { toServer, begunAt });
    return why === undefined
      ? []
      : [
          rejected('EXCHANGE_MISMATCH', `${exchange.ref.id}: ${why}`, {
            file: `${PAYLOAD}${JOURNAL}`,
            line: place + 1,
          }),
        ];
  });
}

function impossible(
  { url, outcome, tls, startedAt, timings }: ExchangeRecord,
  { toServer, begunAt }: { readonly toServer: boolean; readonly begunAt: string },
): string | undefined {
  const agreed = tls?.agreed;
  if (!/^https:/i.test(url)) return agreed === undefined ? undefined : 'there is no TLS with a URL without it';
  if (agreed === undefined) return outcome === 'response' ? 'a response over TLS without what was agreed' : undefined;
  if (!PROTOCOLS.has(agreed.protocol)) return `there is no protocol ${agreed.protocol}`;
  if (!toServer || outcome !== 'response') return undefined;
  const [server] = agreed.peer;
  if (server === undefined) return 'a server without a certificate';
  // A connection may be older than the exchange, though not than the run.
  const endedAt = new Date(Date.parse(startedAt) + timings.totalMs).toISOString();
  return server.notBefore <= endedAt && begunAt <= server.notAfter
    ? undefined
    : `the certificate of the server is valid from ${server.notBefore} to ${server.notAfter} alone`;
}

import type { ExchangeRecord } from '../../model/exchange.ts';
import { duration } from '../numbers.ts';
import { phasesOf } from '../timing.ts';
import { Spans } from './picture.tsx';
import { DigestText, Text } from './text.tsx';

/** How an exchange came about: its phases, what TLS agreed, and what was replaced before it was kept. */
export function ConnectionFacts({ exchange }: { readonly exchange: ExchangeRecord }) {
  const { tls, startedAt, redactions } = exchange;
  return (
    <details class="connection">
      <summary>Timing, security and replaced values</summary>
      <p>Began at {startedAt}.</p>
      <Waterfall exchange={exchange} />
      <p>
        <Security tls={tls} />
      </p>
      {redactions.length > 0 && (
        <p>
          Replaced by stand-ins:{' '}
          <Text value={redactions.map(({ message, rule, at }) => `${at} of the ${message} (${rule})`).join(', ')} />
        </p>
      )}
    </details>
  );
}

/** Each phase on a line of its own, beginning where the one before it ends. */
function Waterfall({ exchange: { timings } }: { readonly exchange: ExchangeRecord }) {
  const share = (ms: number) => (timings.totalMs > 0 ? (ms / timings.totalMs) * 100 : 0);
  return (
    <ol class="waterfall">
      {phasesOf(timings).map(({ name, startMs, endMs }) => (
        <li>
          {name} <span class="numeric">{duration(endMs - startMs)}</span>
          <Spans
            thin
            words={`${name}: from ${duration(startMs)} to ${duration(endMs)}`}
            spans={[{ fill: 'time', start: share(startMs), width: Math.max(0.5, share(endMs - startMs)) }]}
          />
        </li>
      ))}
    </ol>
  );
}

/** What was agreed, and whose certificates were shown; both are listed in full under the connections of the run. */
function Security({ tls }: { readonly tls: ExchangeRecord['tls'] }) {
  if (tls === undefined) return <>No TLS.</>;
  const { agreed, clientFingerprint } = tls;
  const [server] = agreed?.peer ?? [];
  return (
    <>
      {agreed === undefined ? 'TLS was not agreed' : `${agreed.protocol}, ${agreed.cipher}`}
      {agreed?.alpn !== undefined && `, ${agreed.alpn}`}
      {server !== undefined && (
        <>
          , certificate of <Text value={server.subject} /> <DigestText value={server.fingerprint} />
        </>
      )}
      {clientFingerprint === undefined ? (
        ', no client certificate.'
      ) : (
        <>
          , our certificate <DigestText value={clientFingerprint} />
        </>
      )}
    </>
  );
}

import { counted } from '../../model/counted.ts';
import type { ExchangeRecord, StoredMessage } from '../../model/exchange.ts';
import type { Probe } from '../../model/suite.ts';
import { type ShownMessage, shownRequest, shownResponse } from '../exchange/shown-message.ts';
import { duration } from '../numbers.ts';
import type { ReportInput } from '../report-format.ts';
import { outcomeWords, PURPOSE_WORDS } from '../words.ts';
import { anchor } from './anchor.ts';
import { MessageText } from './message-text.tsx';
import { Code, DigestText, Text } from './text.tsx';

interface ExchangeDetailsProps {
  readonly exchange: ExchangeRecord;
  readonly message: ReportInput['message'];
  readonly shownBytes: number;
  /** The token is what the step is about. */
  readonly aboutToken: boolean;
}

/** What was sent and what came back, beside each other where there is room. */
export function ExchangeDetails({ exchange, message, shownBytes, aboutToken }: ExchangeDetailsProps) {
  const { ref, request, response, method } = exchange;
  const sent = message(request.file);
  const received = response && message(response.file);
  return (
    <div class="exchange" id={anchor('exchange', ref.id)}>
      <ExchangeLine exchange={exchange} />
      <div class="sides">
        <Side
          title="Sent"
          stored={request}
          shown={sent && shownRequest(sent, request, shownBytes)}
          tokenOpen={aboutToken}
        />
        {response ? (
          <Side
            title="Received"
            stored={response}
            shown={received && shownResponse(received, response, shownBytes, method)}
          />
        ) : (
          <div>
            <h6>Received</h6>
            <p>Nothing: {outcomeWords(exchange)}.</p>
          </div>
        )}
      </div>
      <Connection exchange={exchange} />
    </div>
  );
}

/** An exchange in a line: what it was for, what came of it, and where it is kept. */
export function ExchangeBrief({
  exchange,
  probes,
}: {
  readonly exchange: ExchangeRecord;
  readonly probes: Readonly<Record<string, Probe>>;
}) {
  const { ref, request, response } = exchange;
  const probe = ref.probe === undefined ? undefined : (probes[ref.probe]?.title ?? ref.probe);
  return (
    <div class="exchange brief" id={anchor('exchange', ref.id)}>
      {probe !== undefined && (
        <p>
          {PURPOSE_WORDS[ref.purpose]}: <Text value={probe} />
        </p>
      )}
      {ref.purpose === 'token' && <p>{PURPOSE_WORDS.token}</p>}
      <ExchangeLine exchange={exchange} />
      <p class="muted">
        {request.file}
        {response && `, ${response.file}`}
      </p>
    </div>
  );
}

function ExchangeLine({ exchange }: { readonly exchange: ExchangeRecord }) {
  const { method, url, status, outcome, timings } = exchange;
  return (
    <p class="exchange-line">
      <Code value={`${method} ${url}`} />{' '}
      {status !== undefined && (
        <>
          answered <strong>{status}</strong>{' '}
        </>
      )}
      {outcome !== 'response' && <strong>{outcomeWords(exchange)} </strong>}
      <span class="muted">in {duration(timings.totalMs)}</span>
    </p>
  );
}

interface SideProps {
  readonly title: string;
  readonly stored: StoredMessage;
  readonly shown: ShownMessage | undefined;
  readonly tokenOpen?: boolean;
}

function Side({ title, stored, shown, tokenOpen = false }: SideProps) {
  return (
    <div>
      <h6>{title}</h6>
      {shown === undefined ? <p>The message is not at hand.</p> : <MessageText message={shown} tokenOpen={tokenOpen} />}
      <p class="muted">
        {stored.file}, {counted(stored.wireSizeBytes, 'byte')} on the wire
        {stored.form === 'decoded' && ', kept decoded with values replaced'}, SHA-256{' '}
        <DigestText value={stored.sha256} />
      </p>
    </div>
  );
}

function Connection({ exchange: { timings, tls, startedAt, redactions } }: { readonly exchange: ExchangeRecord }) {
  const phases = [
    ['name resolved', timings.dnsMs],
    ['connected', timings.connectMs],
    ['TLS ready', timings.tlsMs],
    ['first byte', timings.firstByteMs],
    ['complete', timings.totalMs],
  ] as const;
  const reached = phases.flatMap(([name, at]) => (at === undefined ? [] : [`${name} ${duration(at)}`]));
  return (
    <ul class="connection">
      <li>
        {startedAt}: {reached.join(', ')}
      </li>
      <li>
        <Security tls={tls} />
      </li>
      {redactions.length > 0 && (
        <li>
          Replaced by stand-ins:{' '}
          <Text value={redactions.map(({ message, rule, at }) => `${at} of the ${message} (${rule})`).join(', ')} />
        </li>
      )}
    </ul>
  );
}

/** What was agreed, and whose certificates were shown; both are listed in full under the connections of the run. */
function Security({ tls }: { readonly tls: ExchangeRecord['tls'] }) {
  if (tls === undefined) return <>No TLS</>;
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
        ', no client certificate'
      ) : (
        <>
          , our certificate <DigestText value={clientFingerprint} />
        </>
      )}
    </>
  );
}

import type { ComponentChildren } from 'preact';
import { counted } from '../../model/counted.ts';
import type { ExchangeRecord, StoredMessage } from '../../model/exchange.ts';
import type { Probe } from '../../model/suite.ts';
import type { Role } from '../../model/system-under-test.ts';
import type { Mark, Marks } from '../exchange/marks.ts';
import { type ShownMessage, shownRequest, shownResponse } from '../exchange/shown-message.ts';
import { duration } from '../numbers.ts';
import type { ReportInput } from '../report-format.ts';
import { outcomeWords, PURPOSE_WORDS } from '../words.ts';
import { anchor } from './anchor.ts';
import { ConnectionFacts } from './connection-facts.tsx';
import { KeptFiles } from './kept-files.tsx';
import { MessageText } from './message-text.tsx';
import { Code, DigestText, Text } from './text.tsx';

interface ExchangeDetailsProps {
  readonly exchange: ExchangeRecord;
  readonly files: ReportInput['files'];
  readonly role: Role;
  readonly shownBytes: number;
  /** Where the reader is to look. */
  readonly marks?: Marks;
  /** The token is what the step is about. */
  readonly aboutToken?: boolean;
  /** Whether the token is shown decoded; in thousands of cases that passed it would only be weight. */
  readonly decodes?: boolean;
  /** It stands here as one of many alike: links to it lead to its case. */
  readonly isExample?: boolean;
  /** What was expected of it, to stand between what went out and what came back. */
  readonly expected?: ComponentChildren;
}

const SIDE_TITLES: Readonly<Record<Role, readonly [request: string, response: string]>> = {
  provider: ['Sent', 'Received'],
  client: ['Received from the client', 'Answered'],
};

/** What was sent, what was expected and what came back, beside each other where there is room. */
export function ExchangeDetails(props: ExchangeDetailsProps) {
  const { exchange, files, role, shownBytes, marks = NO_MARKS, isExample = false, expected } = props;
  const { aboutToken = false, decodes = true } = props;
  const { ref, request, response, method } = exchange;
  const [requestTitle, responseTitle] = SIDE_TITLES[role];
  const sent = files.get(request.file);
  const received = response && files.get(response.file);
  return (
    <div class="exchange" {...(!isExample && { id: anchor('exchange', ref.id) })}>
      <ExchangeLine exchange={exchange} />
      <div class={expected === undefined ? 'sides' : 'sides three'}>
        <Side
          title={requestTitle}
          stored={request}
          marks={marks.request}
          shown={sent && shownRequest(sent, request, shownBytes, { marks: marks.request, decodes })}
          tokenOpen={aboutToken}
        />
        {expected}
        {response ? (
          <Side
            title={responseTitle}
            stored={response}
            marks={marks.response}
            shown={received && shownResponse(received, response, shownBytes, method, { marks: marks.response })}
          />
        ) : (
          <div>
            <h6>{responseTitle}</h6>
            <p>Nothing: {outcomeWords(exchange)}.</p>
          </div>
        )}
      </div>
      <ConnectionFacts exchange={exchange} />
    </div>
  );
}

const NO_MARKS: Marks = { request: [], response: [] };

/** An exchange in a line: what it was for, what came of it, and where it is kept. */
export function ExchangeBrief({
  exchange,
  probes,
}: {
  readonly exchange: ExchangeRecord;
  readonly probes: Readonly<Record<string, Probe>>;
}) {
  const { ref } = exchange;
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
        <KeptFiles exchange={exchange} />
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
  readonly marks: readonly Mark[];
  readonly shown: ShownMessage | undefined;
  readonly tokenOpen?: boolean;
}

function Side({ title, stored, marks, shown, tokenOpen = false }: SideProps) {
  return (
    <div>
      <h6>{title}</h6>
      {shown === undefined ? (
        <p>The message is not at hand.</p>
      ) : (
        <MessageText message={shown} marks={marks} tokenOpen={tokenOpen} />
      )}
      <p class="muted">
        {stored.file}, {counted(stored.wireSizeBytes, 'byte')} on the wire
        {stored.form === 'decoded' && ', kept decoded with values replaced'}, SHA-256{' '}
        <DigestText value={stored.sha256} />
      </p>
    </div>
  );
}

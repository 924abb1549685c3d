import { Attempts } from '../../model/attempts.ts';
import { type Digest, sha256 } from '../../model/digest.ts';
import type { JournalLine } from '../../model/event.ts';
import { atLeast, count, list, matching, oneOf, optional, type Shape, text, union } from '../../model/shape.ts';
import { VERDICTS, type Verdict } from '../../model/verdict.ts';
import { JOURNAL, PAYLOAD } from '../format/bundle-layout.ts';
import { digest, instant, parseCanonical } from '../format/canonical.ts';
import { type Read, refuse } from '../format/finding.ts';

/** What a journal says that can be checked without judging. */
export interface JournalFacts {
  readonly runId?: string;
  readonly planDigest?: string;
  readonly finished: boolean;
  /** The last verdict of each case. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Messages and attachments that lie beside the journal. */
  readonly messages: readonly Digest[];
  /** When each line was written, and when the exchange in it began, in milliseconds since 1970. */
  readonly moments: readonly { readonly at: number; readonly startedAt?: number }[];
}

const FIRST_PREV = '0'.repeat(64);
const LINE_FEED = 0x0a;
const FILE = `${PAYLOAD}${JOURNAL}`;

/** Neither can stand in the place of a report. */
const message = atLeast({ file: matching(/^exchanges\/[\w-]+\.(req|res)\.http$/), sha256: digest });
const attachment = atLeast({
  file: matching(/^attachments\/[0-9a-f]{64}\.(png|jpg|txt|json|xml|pdf)$/),
  sha256: digest,
});
const anyEvent = atLeast({});

/** What is read of each; the rest of an event is for judging again. */
const EVENTS = {
  'run-started': atLeast({ runId: text, planDigest: digest }),
  'run-resumed': anyEvent,
  'exchange-recorded': atLeast({
    exchange: atLeast({ startedAt: instant, request: message, response: optional(message) }),
  }),
  'preflight-finished': anyEvent,
  'case-started': atLeast({ case: text, attempt: count }),
  leased: anyEvent,
  'step-judged': atLeast({ case: text, assertions: list(atLeast({ verdict: oneOf(VERDICTS) })) }),
  'case-finished': atLeast({ case: text, verdict: oneOf(VERDICTS), skipReason: optional(text) }),
  'held-back': anyEvent,
  refused: anyEvent,
  driven: anyEvent,
  attached: attachment,
  attested: anyEvent,
  'cleaned-up': anyEvent,
  'run-finished': anyEvent,
} satisfies Record<JournalLine['event']['type'], Shape>;

const lineShape = atLeast({ seq: count, at: instant, prev: digest, event: union(EVENTS) });

/**
 * Follows the chain of a journal from its first line to its last: canonical lines, no gap in the sequence, each with the
 * digest of the one before, one start and at most one end, and no case carried out again that was judged. JOURNAL_BROKEN otherwise.
 */
export function readJournalFacts(bytes: Uint8Array): Read<JournalFacts> {
  const lines: JournalLine[] = [];
  const attempts = new Attempts();
  let prev = FIRST_PREV;
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(LINE_FEED, start);
    const text = bytes.subarray(start, end === -1 ? bytes.length : end);
    const line = end === -1 ? undefined : readLine(text);
    if (line?.seq !== lines.length || line.prev !== prev || !isInPlace(line, lines) || attempts.follow(line.event)) {
      return refuse('JOURNAL_BROKEN', 'The chain of the journal breaks here', { file: FILE, line: lines.length + 1 });
    }
    lines.push(line);
    prev = sha256(text);
    start += text.length + 1;
  }
  return { value: factsOf(lines) };
}

function readLine(bytes: Uint8Array): JournalLine | undefined {
  const value: unknown = parseCanonical(bytes);
  // The members that are read below were looked at.
  return lineShape(value) === undefined ? (value as JournalLine) : undefined;
}

function isInPlace({ event }: JournalLine, before: readonly JournalLine[]): boolean {
  return (event.type === 'run-started') === (before.length === 0) && before.at(-1)?.event.type !== 'run-finished';
}

function factsOf(lines: readonly JournalLine[]): JournalFacts {
  const events = lines.map(({ event }) => event);
  const [first] = events;
  return {
    ...(first?.type === 'run-started' && { runId: first.runId, planDigest: first.planDigest }),
    finished: events.at(-1)?.type === 'run-finished',
    verdicts: new Map(events.flatMap((event) => (event.type === 'case-finished' ? [[event.case, event.verdict]] : []))),
    messages: events.flatMap(messagesOf),
    moments: lines.map(momentOf),
  };
}

const momentOf = ({ at, event }: JournalLine): JournalFacts['moments'][number] => ({
  at: Date.parse(at),
  ...(event.type === 'exchange-recorded' && { startedAt: Date.parse(event.exchange.startedAt) }),
});

function messagesOf(event: JournalLine['event']): readonly Digest[] {
  if (event.type !== 'exchange-recorded' && event.type !== 'attached') return [];
  const stored = event.type === 'attached' ? [event] : [event.exchange.request, event.exchange.response];
  return stored.filter((one) => one !== undefined).map(({ file, sha256 }) => ({ path: file, sha256 }));
}

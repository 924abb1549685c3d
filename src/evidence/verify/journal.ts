import { Attempts } from '../../model/attempts.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type Digest, sha256 } from '../../model/digest.ts';
import type { JournalLine } from '../../model/event.ts';
import { isJsonObject } from '../../model/json.ts';
import { atLeast, count, list, matching, oneOf, optional, type Shape, text, union } from '../../model/shape.ts';
import { VERDICTS, type Verdict } from '../../model/verdict.ts';
import { JOURNAL, PAYLOAD } from '../format/bundle-layout.ts';
import { parseCanonical } from '../format/canonical.ts';
import { rejected } from '../format/finding.ts';

/** What a journal says that can be checked without judging. */
export interface JournalFacts {
  readonly runId?: string;
  readonly planDigest?: string;
  readonly finished: boolean;
  /** The last verdict of each case. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Messages and attachments that lie beside the journal. */
  readonly messages: readonly Digest[];
}

const FIRST_PREV = '0'.repeat(64);
const LINE_FEED = 0x0a;
const FILE = `${PAYLOAD}${JOURNAL}`;

const digest = matching(/^[0-9a-f]{64}$/);
const message = atLeast({ file: text, sha256: digest });
const anyEvent = atLeast({ type: text });

const EVENTS = {
  'run-started': atLeast({ runId: text, planDigest: digest }),
  'run-resumed': anyEvent,
  'exchange-recorded': atLeast({ exchange: atLeast({ request: message, response: optional(message) }) }),
  'preflight-finished': atLeast({ problems: list(atLeast({})) }),
  'case-started': atLeast({ case: text, attempt: count }),
  leased: anyEvent,
  'step-judged': atLeast({ case: text, assertions: list(atLeast({ verdict: oneOf(VERDICTS) })) }),
  'case-finished': atLeast({ case: text, verdict: oneOf(VERDICTS), skipReason: optional(text) }),
  'held-back': anyEvent,
  refused: atLeast({ kind: text, times: count }),
  driven: atLeast({ case: text }),
  attached: message,
  attested: atLeast({ case: text, step: text }),
  'cleaned-up': atLeast({ case: text, state: text }),
  'run-finished': atLeast({ verdict: oneOf(VERDICTS) }),
} satisfies Record<JournalLine['event']['type'], Shape>;

const lineShape = atLeast({ seq: count, prev: digest, event: union(EVENTS) });

/**
 * Follows the chain of a journal from its first line to its last: canonical lines, no gap in the sequence, each with the
 * digest of the one before, one start and at most one end, and no case carried out again that was judged. JOURNAL_BROKEN otherwise.
 */
export function readJournalFacts(bytes: Uint8Array): {
  readonly facts: JournalFacts;
  readonly findings: readonly Diagnostic[];
} {
  const findings: Diagnostic[] = [];
  const lines: JournalLine[] = [];
  const attempts = new Attempts();
  let prev = FIRST_PREV;
  let start = 0;
  while (start < bytes.length && findings.length === 0) {
    const end = bytes.indexOf(LINE_FEED, start);
    const text = bytes.subarray(start, end === -1 ? bytes.length : end);
    const line = end === -1 ? undefined : readLine(text);
    if (line?.seq !== lines.length || line.prev !== prev || !isInPlace(line, lines) || attempts.follow(line.event)) {
      findings.push(
        rejected('JOURNAL_BROKEN', 'The chain of the journal breaks here', { file: FILE, line: lines.length + 1 }),
      );
    } else {
      lines.push(line);
    }
    prev = sha256(text);
    start += text.length + 1;
  }
  return { facts: factsOf(lines), findings };
}

function readLine(bytes: Uint8Array): JournalLine | undefined {
  const value = parseCanonical(bytes);
  // The members that are read below were checked.
  return isJsonObject(value) && lineShape(value, '') === undefined ? (value as unknown as JournalLine) : undefined;
}

function isInPlace({ event }: JournalLine, before: readonly JournalLine[]): boolean {
  return (event.type === 'run-started') === (before.length === 0) && before.at(-1)?.event.type !== 'run-finished';
}

function factsOf(lines: readonly JournalLine[]): JournalFacts {
  const events = lines.map(({ event }) => event);
  const [first] = events;
  const verdicts = new Map<string, Verdict>();
  const messages: Digest[] = [];
  for (const event of events) {
    if (event.type === 'case-finished') verdicts.set(event.case, event.verdict);
    if (event.type === 'attached') messages.push({ path: event.file, sha256: event.sha256 });
    if (event.type !== 'exchange-recorded') continue;
    for (const stored of [event.exchange.request, event.exchange.response]) {
      if (stored !== undefined) messages.push({ path: stored.file, sha256: stored.sha256 });
    }
  }
  return {
    ...(first?.type === 'run-started' && { runId: first.runId, planDigest: first.planDigest }),
    finished: events.at(-1)?.type === 'run-finished',
    verdicts,
    messages,
  };
}

import type { ClassCounts, HeaderField, HttpRequest, HttpResponse, Redaction } from '../model/exchange.ts';
import { redactBody, withheld as withheldBody } from './body.ts';
import { redactHeader } from './header-rules.ts';
import { type Note, redactLine } from './payload.ts';
import type { Protection } from './protection.ts';
import type { Kind } from './shapes.ts';
import type { Replacement } from './stand-ins.ts';

export interface RedactedMessage<Message> extends Pick<Notes, 'redactions' | 'replaced'> {
  readonly message: Message;
}

/** A value that was replaced, and where. Never written. */
export interface ReplacedValue extends Redaction, Replacement {}

interface Notes {
  readonly note: Note;
  readonly redactions: readonly Redaction[];
  readonly replaced: readonly ReplacedValue[];
}

/** What is noted of a message, each time with the values that were replaced since the last note. */
export function notes(message: Redaction['message'], { standIns }: Protection): Notes {
  const redactions: Redaction[] = [];
  const replaced: ReplacedValue[] = [];
  standIns.lastReplaced();
  const note: Note = (rule, at) => {
    const last = standIns.lastReplaced();
    redactions.push({ message, rule, at, ...(last.length > 0 && { values: countKinds(last) }) });
    for (const one of last) replaced.push({ message, rule, at, ...one });
  };
  return { note, redactions, replaced };
}

function countKinds(replaced: readonly Replacement[]): ClassCounts {
  const counts: Record<string, number> = {};
  for (const { kind } of replaced) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** A message with stand-ins for what may not be written, and where each stands. */
export function redactMessage<Message extends HttpRequest | HttpResponse>(
  which: Redaction['message'],
  message: Message,
  protection: Protection,
): RedactedMessage<Message> {
  const { note, redactions, replaced } = notes(which, protection);
  const headers = message.headers.map(([name, value]): HeaderField => {
    const redacted = redactHeader(name, value, protection);
    if (redacted !== undefined) note(redacted.rule, `header ${name}`);
    return [name, redacted?.value ?? value];
  });
  const line =
    'url' in message
      ? { url: redactLine(message.url, protection, (rule) => note(rule, 'url')) }
      : { reason: redactLine(message.reason, protection, (rule) => note(rule, 'reason')) };
  const body = redactBody(message.body, protection, note);
  if (redactions.length === 0) return { message, redactions, replaced };
  return { message: { ...message, headers, body, ...line }, redactions, replaced };
}

/** A message of which nothing is written but how it was sent: what is in it cannot be told from what stands for it. */
export function withheldMessage<Message extends HttpRequest | HttpResponse>(
  which: Redaction['message'],
  message: Message,
  protection: Protection,
): RedactedMessage<Message> {
  const { note, redactions, replaced } = notes(which, protection);
  const withheld = (kind: Kind, text: string, at: string): string => {
    if (text === '') return text;
    const standIn = protection.standIns.for(kind, text);
    note(kind, at);
    return standIn;
  };
  const headers = message.headers.map(
    ([name, value]): HeaderField => [name, withheld('unreadable-body', value, `header ${name}`)],
  );
  const line =
    'url' in message
      ? { url: withheld('url', message.url, 'url') }
      : { reason: withheld('unreadable-body', message.reason, 'reason') };
  const body = withheldBody(message.body, protection, note);
  return { message: { ...message, headers, body, ...line }, redactions, replaced };
}

import type { ClassCounts, HeaderField, HttpRequest, HttpResponse, Redaction } from '../model/exchange.ts';
import { redactBody } from './body.ts';
import { redactHeader } from './header-rules.ts';
import { type Note, redactCodedIn } from './payload.ts';
import type { Protection } from './protection.ts';
import type { Replacement } from './stand-ins.ts';
import { redactText } from './text-rules.ts';
import { replaceOriginals } from './whole-words.ts';

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
    replaced.push(...last.map((one) => ({ message, rule, at, ...one })));
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
      ? { url: redactLine(message.url, 'url', protection, note) }
      : { reason: redactLine(message.reason, 'reason', protection, note) };
  const body = redactBody(message.body, protection, note);
  if (redactions.length === 0) return { message, redactions, replaced };
  return { message: { ...message, headers, body, ...line }, redactions, replaced };
}

function redactLine(text: string, at: string, protection: Protection, note: Note): string {
  const redacted = redactText(text, protection);
  for (const rule of redacted.rules) note(rule, at);
  const quoting = replaceOriginals(redacted.text, protection, true);
  if (quoting !== redacted.text) note('quote', at);
  return redactCodedIn(quoting, protection, note, at);
}

import type { HeaderField, HttpRequest, HttpResponse, Redaction } from '../model/exchange.ts';
import { redactBody } from './body.ts';
import { redactHeader } from './header-rules.ts';
import type { Note } from './payload.ts';
import type { Protection } from './protection.ts';
import { redactText } from './text-rules.ts';

/** A message with stand-ins for what may not be written, and where each stands. */
export function redactMessage<Message extends HttpRequest | HttpResponse>(
  which: Redaction['message'],
  message: Message,
  protection: Protection,
): { readonly message: Message; readonly redactions: readonly Redaction[] } {
  const redactions: Redaction[] = [];
  const note: Note = (rule, at) => {
    redactions.push({ message: which, rule, at });
  };
  const headers = message.headers.map(([name, value]): HeaderField => {
    const redacted = redactHeader(name, value, protection);
    if (redacted !== undefined) note(redacted.rule, `header ${name}`);
    return [name, redacted?.value ?? value];
  });
  const url = 'url' in message ? redactUrl(message.url, protection, note) : undefined;
  const body = redactBody(message.body, protection, note);
  if (redactions.length === 0) return { message, redactions };
  return { message: { ...message, headers, body, ...(url === undefined ? {} : { url }) }, redactions };
}

function redactUrl(url: string, protection: Protection, note: Note): string {
  const redacted = redactText(url, protection);
  for (const rule of redacted.rules) note(rule, 'url');
  return redacted.text;
}

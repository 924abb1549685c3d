import type { HeaderField, HttpRequest, HttpResponse, Redaction } from '../model/exchange.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import { redactHeader } from './header-rules.ts';
import { replaceInPatients } from './patient.ts';
import { replaceInXmlPatients } from './patient-xml.ts';
import type { Protection } from './protection.ts';
import type { Kind } from './stand-ins.ts';
import { redactText } from './text-rules.ts';
import { replaceOriginals } from './whole-words.ts';

/** Notes that a rule replaced something, and where. */
type Note = (rule: string, at: string) => void;

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
  const url = 'url' in message ? redactNoting(message.url, 'url', protection, note) : undefined;
  const body = redactBody(message.body, protection, note);
  if (redactions.length === 0) return { message, redactions };
  return { message: { ...message, headers, body, ...(url === undefined ? {} : { url }) }, redactions };
}

/** Bytes of unknown structure, read and written as text of one byte a character. */
export function redactBytes(
  bytes: Uint8Array,
  protection: Protection,
): { readonly bytes: Uint8Array; readonly rules: readonly string[] } {
  const { text, rules } = redactText(Buffer.from(bytes).toString('latin1'), protection);
  return rules.length === 0 ? { bytes, rules } : { bytes: Buffer.from(text, 'latin1'), rules };
}

function redactNoting(text: string, at: string, protection: Protection, note: Note): string {
  const redacted = redactText(text, protection);
  for (const rule of redacted.rules) note(rule, at);
  return redacted.text;
}

function redactBody(body: Uint8Array, protection: Protection, note: Note): Uint8Array {
  if (body.length === 0) return body;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  // What is not UTF-8 keeps its bytes when it is read one byte a character.
  const utf8 = bytes.toString('utf8');
  const encoding = Buffer.from(utf8, 'utf8').equals(bytes) ? 'utf8' : 'latin1';
  const text = encoding === 'utf8' ? utf8 : bytes.toString('latin1');
  const changed = redactNoting(redactPatients(text, protection, note), 'body', protection, note);
  return changed === text ? body : Buffer.from(changed, encoding);
}

function redactPatients(text: string, protection: Protection, note: Note): string {
  const inXml = redactXmlPatients(text, protection, note);
  const mayHoldPeople = inXml.includes('"Patient"') || protection.standIns.originals.size > 0;
  const payload = mayHoldPeople ? parsed(inXml) : undefined;
  return payload === undefined ? inXml : redactPeople(inXml, payload, protection, note);
}

/** A payload nested deeper than the stack is no resource that anyone could read, so nobody is looked for in it. */
function redactPeople(text: string, payload: JsonValue, protection: Protection, note: Note): string {
  try {
    return redactQuotes(redactJsonPatients(text, payload, protection, note), payload, protection, note);
  } catch (cause) {
    if (cause instanceof RangeError) return text;
    throw cause;
  }
}

function redactXmlPatients(text: string, { standIns, isDeclared }: Protection, note: Note): string {
  if (!text.includes('Patient>')) return text;
  return replaceInXmlPatients(text, (kind, original) => {
    if (original === '' || isDeclared(original) || standIns.issued(original)) return original;
    note(kind, 'body (XML)');
    return standIns.for(kind, original);
  });
}

/** Identifying texts are replaced in the text itself, so that everything around them stays as it was sent. */
function redactJsonPatients(
  text: string,
  payload: JsonValue,
  { standIns, isDeclared }: Protection,
  note: Note,
): string {
  const replaced = new Map<string, string>();
  replaceInPatients(payload, (kind: Kind, original, pointer) => {
    if (!isDeclared(original) && !standIns.issued(original)) {
      replaced.set(original, standIns.for(kind, original));
      note(kind, `body ${pointer}`);
    }
    return original;
  });
  return replaceStrings(text, replaced);
}

/** Elements in which people write names as they like. */
const FREE_TEXT: ReadonlySet<string> = new Set(['display', 'div', 'text', 'comment', 'description', 'diagnostics']);

/** Free text that quotes a patient who stands, now or earlier in the run, in a resource of their own. */
function redactQuotes(text: string, payload: JsonValue, { standIns }: Protection, note: Note): string {
  const replaced = new Map<string, string>();
  for (const [pointer, quote] of freeTexts(payload, '')) {
    const changed = replaceOriginals(quote, standIns);
    if (changed === quote) continue;
    replaced.set(quote, changed);
    note('quote', `body ${pointer}`);
  }
  return replaceStrings(text, replaced);
}

function freeTexts(value: JsonValue, pointer: string): readonly (readonly [pointer: string, text: string])[] {
  if (Array.isArray(value)) return value.flatMap((member, place) => freeTexts(member, `${pointer}/${place}`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    typeof member === 'string' && FREE_TEXT.has(name)
      ? [[`${pointer}/${name}`, member] as const]
      : freeTexts(member, `${pointer}/${name}`),
  );
}

const replaceStrings = (text: string, replaced: ReadonlyMap<string, string>): string =>
  [...replaced].reduce(
    (changed, [original, standIn]) => changed.replaceAll(JSON.stringify(original), () => JSON.stringify(standIn)),
    text,
  );

/** Undefined for text that is no JSON: what is no resource has no Patient in it that could be told apart. */
function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

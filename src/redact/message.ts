import type { HeaderField, HttpRequest, HttpResponse, Redaction } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { IsDeclared } from './declared.ts';
import { redactHeader, SECRET_PARAMETERS } from './header-rules.ts';
import { isNhsNumber, NHS_NUMBER_SHAPE } from './nhs-number.ts';
import { replaceInPatients } from './patient.ts';
import type { StandIns } from './stand-ins.ts';

/** A message with stand-ins for what may not be written, and where each stands. */
export function redactMessage<Message extends HttpRequest | HttpResponse>(
  which: Redaction['message'],
  message: Message,
  standIns: StandIns,
  isDeclared: IsDeclared,
): { readonly message: Message; readonly redactions: readonly Redaction[] } {
  const redactions: Redaction[] = [];
  const note = (rule: string, at: string): void => {
    redactions.push({ message: which, rule, at });
  };
  const headers = message.headers.map(([name, value]): HeaderField => {
    const redacted = redactHeader(name, value, standIns, isDeclared);
    const changed = redactText(redacted?.value ?? value, standIns, isDeclared);
    if (changed !== value) note(redacted?.rule ?? 'nhs-number', `header ${name}`);
    return [name, changed];
  });
  const url = 'url' in message ? redactText(message.url, standIns, isDeclared) : undefined;
  if ('url' in message && url !== message.url) note('url', 'url');
  const body = redactBody(message.body, standIns, isDeclared, note);
  if (redactions.length === 0) return { message, redactions };
  return { message: { ...message, headers, body, ...(url === undefined ? {} : { url }) }, redactions };
}

function redactText(text: string, standIns: StandIns, isDeclared: IsDeclared): string {
  const withoutSecrets = text.replace(SECRET_PARAMETERS, (_, name: string, value: string) =>
    isDeclared(value) ? `${name}=${value}` : `${name}=${standIns.for('secret', value)}`,
  );
  return redactNhsNumbers(withoutSecrets, standIns, isDeclared);
}

/** Every undeclared text that has the shape and the check digit of an NHS number, replaced. */
export function redactNhsNumbers(text: string, standIns: StandIns, isDeclared: IsDeclared): string {
  return text.replace(NHS_NUMBER_SHAPE, (found) => {
    const digits = found.replace(/[ -]/g, '');
    return !isNhsNumber(digits) || isDeclared(digits) ? found : standIns.for('nhs-number', digits);
  });
}

function redactBody(
  body: Uint8Array,
  standIns: StandIns,
  isDeclared: IsDeclared,
  note: (rule: string, at: string) => void,
): Uint8Array {
  if (body.length === 0) return body;
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const withoutPatients = redactPatients(text, standIns, isDeclared, note);
  const changed = redactText(withoutPatients, standIns, isDeclared);
  if (changed !== withoutPatients) note('nhs-number', 'body');
  return changed === text ? body : Buffer.from(changed, 'utf8');
}

/** Identifying texts are replaced in the text itself, so that everything around them stays as it was sent. */
function redactPatients(
  text: string,
  standIns: StandIns,
  isDeclared: IsDeclared,
  note: (rule: string, at: string) => void,
): string {
  const payload = text.includes('"Patient"') ? parsed(text) : undefined;
  if (payload === undefined) return text;
  const replaced = new Map<string, string>();
  replaceInPatients(payload, (kind, original, pointer) => {
    if (!isDeclared(original)) {
      replaced.set(original, standIns.for(kind, original));
      note(kind, `body ${pointer}`);
    }
    return original;
  });
  return [...replaced].reduce(
    (changed, [original, standIn]) => changed.replaceAll(JSON.stringify(original), () => JSON.stringify(standIn)),
    text,
  );
}

/** Undefined for text that is no JSON: what is no resource has no Patient in it that could be told apart. */
function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

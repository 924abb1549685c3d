import { encodeRequest, encodeResponse } from '../message/wire.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import type { Exchange, HttpRequest, HttpResponse, Redaction, StoredForm } from '../model/exchange.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import { declaredIn, type IsDeclared } from './declared.ts';
import { findLeaks } from './leak-scan.ts';
import { redactMessage, redactNhsNumbers } from './message.ts';
import { StandIns } from './stand-ins.ts';

/** An exchange as it may be written. */
export interface RedactedExchange {
  readonly request: StoredBytes;
  readonly response?: StoredBytes;
  readonly redactions: readonly Redaction[];
  /** As a reader of the evidence sees it; the very object that came in when nothing was redacted. */
  readonly redacted: Exchange;
}

export interface StoredBytes {
  readonly bytes: Uint8Array;
  readonly form: StoredForm;
}

/** Keeps secrets and undeclared patients out of everything a run writes. It remembers originals in memory only. */
export class Redactor {
  readonly #standIns: StandIns;
  readonly #isDeclared: IsDeclared;

  /** `declared` is the run's test data; `secret` is made for this run alone and never written into the evidence. */
  constructor({ declared, secret }: { readonly declared: JsonValue; readonly secret: Uint8Array }) {
    this.#standIns = new StandIns(secret);
    this.#isDeclared = declaredIn(declared);
  }

  redactExchange(exchange: Exchange): RedactedExchange {
    const request = redactMessage('request', exchange.request, this.#standIns, this.#isDeclared);
    const response =
      exchange.response === undefined
        ? undefined
        : redactMessage('response', exchange.response, this.#standIns, this.#isDeclared);
    const redactions = [...request.redactions, ...(response?.redactions ?? [])];
    const storedRequest = stored(request, exchange.requestWire, (message: HttpRequest) => encodeRequest(message));
    const storedResponse =
      response === undefined
        ? unparsed(exchange, this.#standIns)
        : stored(response, exchange.responseWire, (message: HttpResponse) => encodeResponse(message));
    return {
      request: storedRequest,
      ...(storedResponse === undefined ? {} : { response: storedResponse }),
      redactions,
      redacted:
        redactions.length === 0
          ? exchange
          : {
              ...exchange,
              request: request.message,
              ...(response === undefined ? {} : { response: response.message }),
            },
    };
  }

  /** The value with stand-ins for every original met so far, and for every undeclared NHS number. */
  redactValue<Value extends JsonValue>(value: Value): Value {
    return this.#inValue(value) as Value;
  }

  /** Files that hold an original all the same; empty when the evidence may be sealed. */
  leaks(files: FileSet): readonly Diagnostic[] {
    return findLeaks(files, this.#standIns.originals);
  }

  #inValue(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.#inText(value);
    if (Array.isArray(value)) return value.map((member) => this.#inValue(member));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.#inValue(member)]));
  }

  #inText(text: string): string {
    let changed = redactNhsNumbers(text, this.#standIns, this.#isDeclared);
    for (const [original, { standIn }] of this.#standIns.originals) {
      if (changed.includes(original)) changed = replaceWhole(changed, original, standIn);
    }
    return changed;
  }
}

interface RedactedMessage<Message> {
  readonly message: Message;
  readonly redactions: readonly Redaction[];
}

/** The bytes of the wire when nothing was redacted, else the decoded form with the stand-ins in it. */
function stored<Message>(
  { message, redactions }: RedactedMessage<Message>,
  wire: Uint8Array | undefined,
  encode: (message: Message) => Uint8Array,
): StoredBytes {
  return redactions.length === 0 && wire !== undefined
    ? { bytes: wire, form: 'wire' }
    : { bytes: encode(message), form: 'decoded' };
}

/** Bytes that are no HTTP response are evidence too; as text, since their structure is unknown. */
function unparsed({ responseWire }: Exchange, standIns: StandIns): StoredBytes | undefined {
  if (responseWire === undefined) return undefined;
  const text = Buffer.from(responseWire).toString('latin1');
  const redacted = redactNhsNumbers(text, standIns, () => false);
  return { bytes: redacted === text ? responseWire : Buffer.from(redacted, 'latin1'), form: 'wire' };
}

/** Replaces an original where it stands alone, not as part of a longer word. */
function replaceWhole(text: string, original: string, standIn: string): string {
  const escaped = original.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), () => standIn);
}

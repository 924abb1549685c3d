import { encodeRequest, encodeResponse } from '../message/wire.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import type { Exchange, HttpRequest, HttpResponse, Redaction, StoredForm } from '../model/exchange.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { RedactionPolicy } from '../model/redaction-policy.ts';
import { attachedFindings } from './attached.ts';
import { withheld } from './body.ts';
import { declaredIn } from './declared.ts';
import { findLeaks } from './leak-scan.ts';
import type { Memory } from './memory.ts';
import { notes, type RedactedMessage, type ReplacedValue, redactMessage, withheldMessage } from './message.ts';
import { redactLine } from './payload.ts';
import type { Protection } from './protection.ts';
import { rulesOf } from './rules.ts';
import { settled } from './settled.ts';
import { StandIns } from './stand-ins.ts';
import { redactUnread, redactUnshown } from './unread.ts';

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

/** What a redactor knows of a run before it begins. */
export interface Declarations {
  /** Test data of the configuration. */
  readonly declared: JsonValue;
  /** What the suites say, which is written into the evidence as it is. */
  readonly published?: JsonValue;
  /** What each stands for -> a secret that the run may send. */
  readonly secrets?: ReadonlyMap<string, string>;
  /** Made for this run alone and never written into the evidence. */
  readonly secret: Uint8Array;
  /** Where values that were replaced are kept, as HMACs, until the run is sealed; without it they are forgotten with the process. */
  readonly memory?: Memory;
  /** What is redacted beside what always is. */
  readonly policy?: RedactionPolicy;
}

/** Keeps secrets and undeclared patients out of everything a run writes. It remembers originals in memory only. */
export class Redactor {
  readonly #protection: Protection;
  readonly #replaced: ReplacedInExchange[] = [];

  constructor({ declared, published = [], secrets = new Map(), secret, memory, policy }: Declarations) {
    this.#protection = {
      standIns: new StandIns(secret, secrets, memory),
      rules: rulesOf(policy),
      isDeclared: declaredIn([declared, published]),
      isPublished: declaredIn(published),
    };
  }

  redactExchange(exchange: Exchange): RedactedExchange {
    const { request, response, unread } = this.#settled(exchange);
    const messages = [request, response, unread].filter((message) => message !== undefined);
    const redactions = messages.flatMap((message) => message.redactions);
    const { id } = exchange.ref;
    for (const { replaced } of messages) for (const one of replaced) this.#replaced.push({ exchange: id, ...one });
    const storedResponse =
      response === undefined
        ? unread?.stored
        : stored(response, exchange.responseWire, (message: HttpResponse) => encodeResponse(message));
    return {
      request: stored(request, exchange.requestWire, (message: HttpRequest) => encodeRequest(message)),
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

  /** Redacted until nothing new comes up: what the response gives away may stand in the request, and the other way round. */
  #settled(exchange: Exchange): Settled {
    return (
      settled(
        () => ({
          request: redactMessage('request', exchange.request, this.#protection),
          response: exchange.response && this.#response(exchange.response, exchange.responseWire),
          unread: exchange.response === undefined ? this.#unread(exchange, redactUnread) : undefined,
        }),
        () => this.#protection.standIns.originals.size,
      ) ?? this.#withheld(exchange)
    );
  }

  #withheld(exchange: Exchange): Settled {
    return {
      request: withheldMessage('request', exchange.request, this.#protection),
      response: exchange.response && withheldMessage('response', exchange.response, this.#protection),
      unread: exchange.response === undefined ? this.#unread(exchange, withheld) : undefined,
    };
  }

  /** What only the wire shows is left out where it may not be written. */
  #response(response: HttpResponse, wire: Uint8Array | undefined): RedactedMessage<HttpResponse> {
    const { message, redactions, replaced } = redactMessage('response', response, this.#protection);
    const unshown = notes('response', this.#protection);
    redactUnshown(wire ?? new Uint8Array(), this.#protection, unshown.note);
    return {
      message,
      redactions: [...redactions, ...unshown.redactions],
      replaced: [...replaced, ...unshown.replaced],
    };
  }

  /** Plain data with stand-ins for every original met so far, and for every undeclared NHS number. */
  redactValue<Data>(data: Data): Data {
    // Texts take the place of texts, so the shape stays.
    return this.#inValue(data as JsonValue) as Data;
  }

  /** What was replaced in messages so far, in their order. */
  get replaced(): readonly ReplacedInExchange[] {
    return this.#replaced;
  }

  /** Files that hold an original all the same, which are errors when it is a telling one, and what nobody could look into. */
  leaks(files: FileSet): readonly Diagnostic[] {
    const { standIns, isDeclared } = this.#protection;
    return [
      ...findLeaks(files, standIns.originals, standIns.searcherOfEarlier()),
      ...attachedFindings(files, isDeclared),
    ];
  }

  #inValue(value: JsonValue): JsonValue {
    if (typeof value === 'string') return redactLine(value, this.#protection, () => undefined, false);
    if (Array.isArray(value)) return value.map((member) => this.#inValue(member));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.#inValue(member)]));
  }

  /** Bytes that are no HTTP response are evidence too; they are kept as they came but for what they give away. */
  #unread({ responseWire }: Exchange, redact: typeof redactUnread): Unread | undefined {
    if (responseWire === undefined) return undefined;
    const { note, redactions, replaced } = notes('response', this.#protection);
    const bytes = redact(responseWire, this.#protection, note);
    return redactions.length === 0
      ? { stored: { bytes: responseWire, form: 'wire' }, redactions, replaced }
      : { stored: { bytes, form: 'decoded' }, redactions, replaced };
  }
}

interface Unread extends Omit<RedactedMessage<never>, 'message'> {
  readonly stored: StoredBytes;
}

/** A value that was replaced in a message of an exchange. Never written. */
export interface ReplacedInExchange extends ReplacedValue {
  /** Id of the exchange. */
  readonly exchange: string;
}

interface Settled {
  readonly request: RedactedMessage<HttpRequest>;
  readonly response: RedactedMessage<HttpResponse> | undefined;
  readonly unread: Unread | undefined;
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

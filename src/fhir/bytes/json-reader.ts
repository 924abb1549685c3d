import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonValue } from '../../model/json.ts';
import { jsonOffsets } from './json-positions.ts';
import { isExact, NUMBER as NUMBER_GRAMMAR } from './number.ts';
import { isUnusual, type NumberLexeme } from './number-lexeme.ts';
import { type Locate, locateBy, type Position, positionsIn } from './position.ts';
import { lossyNumber, MAX_DEPTH, Refusal, readOrRefuse } from './refusal.ts';
import { decodeText } from './text.ts';

export interface JsonReading {
  /** Absent when the bytes are not JSON. */
  readonly value?: JsonValue;
  /** Meaningful when there is a value. */
  readonly locate: Locate;
  readonly diagnostics: readonly Diagnostic[];
  /** Those that not every type of number allows, in the order of the text. */
  readonly unusualNumbers?: readonly NumberLexeme[];
}

const nowhere: Locate = () => undefined;

/** Reads any JSON, at most 10 MiB of UTF-8, as strictly as readJsonText. */
export function readJson(bytes: Uint8Array): JsonReading {
  const decoded = decodeText(bytes);
  return 'problem' in decoded ? { locate: nowhere, diagnostics: [decoded.problem] } : readJsonText(decoded.text);
}

/**
 * Reads JSON as RFC 8259 and I-JSON (RFC 7493 section 2) ask: no duplicate names, no lone surrogates, limited depth.
 *
 * FHIR asks that decimals keep their precision (https://hl7.org/fhir/R4/datatypes.html#decimal). A sender may therefore
 * write more digits than a double holds, and it is the reader that loses them: that is a warning, not the sender's error.
 * A number beyond the range of doubles has no value to go on with and is refused (RFC 7493 section 2.2).
 */
export function readJsonText(text: string): JsonReading {
  const positionAt = positionsIn(text);
  const reader = new JsonReader(text, positionAt);
  const outcome = readOrRefuse(positionAt, () => reader.document());
  if ('problem' in outcome) return { locate: nowhere, diagnostics: [outcome.problem] };
  const locate = locateBy(positionAt, () => jsonOffsets(text));
  return { value: outcome.read, locate, diagnostics: reader.warnings, unusualNumbers: reader.unusualNumbers };
}

const NUMBER = new RegExp(NUMBER_GRAMMAR, 'y');
const SPACE = /[ \t\n\r]*/y;
/** The run of a string up to its end or next escape; control characters are not allowed in it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 section 7 names these characters
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class JsonReader {
  readonly #text: string;
  readonly #positionAt: (offset: number) => Position;
  #at = 0;
  readonly warnings: Diagnostic[] = [];
  readonly unusualNumbers: NumberLexeme[] = [];

  constructor(text: string, positionAt: (offset: number) => Position) {
    this.#text = text;
    this.#positionAt = positionAt;
  }

  document(): JsonValue {
    this.#space();
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) throw this.#refuse('Nothing may follow the JSON value');
    return value;
  }

  #value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw new Refusal('JSON_TOO_DEEP', `Nested deeper than ${MAX_DEPTH} levels`, this.#at);
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #object(depth: number): JsonValue {
    const members = new Map<string, JsonValue>();
    this.#list('}', () => {
      const nameAt = this.#at;
      if (this.#text[this.#at] !== '"') throw this.#refuse('A member needs a name in quotes');
      const name = this.#string();
      if (members.has(name)) {
        throw new Refusal('JSON_DUPLICATE_KEY', `The name ${JSON.stringify(name)} stands twice in one object`, nameAt);
      }
      this.#space();
      this.#expect(':');
      this.#space();
      members.set(name, this.#value(depth + 1));
    });
    return Object.fromEntries(members);
  }

  #array(depth: number): JsonValue {
    const members: JsonValue[] = [];
    this.#list(']', () => members.push(this.#value(depth + 1)));
    return members;
  }

  #list(end: '}' | ']', member: () => void): void {
    this.#at += 1;
    this.#space();
    if (this.#text[this.#at] === end) {
      this.#at += 1;
      return;
    }
    for (;;) {
      member();
      this.#space();
      if (this.#text[this.#at] === end) break;
      this.#expect(',');
      this.#space();
    }
    this.#at += 1;
  }

  #string(): string {
    const from = this.#at;
    this.#at += 1;
    let value = this.#match(PLAIN);
    while (this.#text[this.#at] === '\\') value += this.#escape() + this.#match(PLAIN);
    if (this.#text[this.#at] !== '"') throw this.#refuse('A string breaks off or holds a control character');
    this.#at += 1;
    if (!value.isWellFormed()) throw new Refusal('JSON_SYNTAX', 'A string holds half of a surrogate pair', from);
    return value;
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? '';
    const plain = ESCAPES[letter];
    if (plain !== undefined) {
      this.#at += 2;
      return plain;
    }
    const hex = this.#text.slice(this.#at + 2, this.#at + 6);
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) throw this.#refuse('This is no escape sequence');
    this.#at += 6;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  #number(): number {
    const from = this.#at;
    const lexeme = this.#match(NUMBER);
    if (lexeme === '')
      throw this.#refuse(this.#at >= this.#text.length ? 'The JSON breaks off' : 'No JSON value begins here');
    const value = Number(lexeme);
    if (!Number.isFinite(value)) throw new Refusal('JSON_LOSSY_NUMBER', `${lexeme} is too large a number`, from);
    if (isUnusual(lexeme, value)) this.unusualNumbers.push({ lexeme, offset: from });
    if (!isExact(lexeme, value)) this.warnings.push(lossyNumber(this.#positionAt(from), lexeme));
    return value;
  }

  #word<Value>(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#at)) throw this.#refuse('No JSON value begins here');
    this.#at += word.length;
    return value;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  #space(): void {
    this.#match(SPACE);
  }

  #expect(character: string): void {
    if (this.#text[this.#at] !== character) throw this.#refuse(`"${character}" is missing`);
    this.#at += 1;
  }

  #refuse(message: string): Refusal {
    return new Refusal('JSON_SYNTAX', message, this.#at);
  }
}

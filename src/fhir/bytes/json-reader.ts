import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonValue } from '../../model/json.ts';
import { positionAt } from './position.ts';

/** Deeper payloads are refused before they can exhaust the stack. */
export const MAX_JSON_DEPTH = 128;

export interface JsonReading {
  /** Absent when the text is not JSON. */
  readonly value?: JsonValue;
  readonly diagnostics: readonly Diagnostic[];
}

/** Stops reading; the position becomes the finding's. */
class Refusal extends Error {
  readonly code: Diagnostic['code'];
  readonly offset: number;

  constructor(code: Diagnostic['code'], message: string, offset: number) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}

/**
 * Reads JSON as RFC 8259 and I-JSON (RFC 7493 section 2) ask: no duplicate names, no lone surrogates, limited depth.
 * Numbers whose digits a double would lose are warned about, since FHIR decimals keep their precision
 * (https://hl7.org/fhir/STU3/datatypes.html#decimal).
 */
export function readJsonText(text: string): JsonReading {
  const reader = new JsonReader(text);
  try {
    return { value: reader.document(), diagnostics: reader.warnings };
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return { diagnostics: [located(text, cause.code, 'error', cause.message, cause.offset)] };
  }
}

function located(
  text: string,
  code: Diagnostic['code'],
  severity: Diagnostic['severity'],
  message: string,
  offset: number,
): Diagnostic {
  const { line, column } = positionAt(text, offset);
  return {
    code,
    severity,
    message: `${message} at line ${line}, column ${column}`,
    location: { position: { line, column } },
  };
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
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
  #at = 0;
  readonly warnings: Diagnostic[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonValue {
    this.#space();
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) throw this.#refuse('Nothing may follow the JSON value');
    return value;
  }

  #value(depth: number): JsonValue {
    if (depth > MAX_JSON_DEPTH) {
      throw new Refusal('JSON_TOO_DEEP', `Nested deeper than ${MAX_JSON_DEPTH} levels`, this.#at);
    }
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
    if (!isExact(lexeme, value)) {
      this.warnings.push(
        located(this.#text, 'JSON_LOSSY_NUMBER', 'warning', `${lexeme} has more digits than can be kept`, from),
      );
    }
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

/** A double holds any 15 significant digits (IEEE 754 binary64), and zeros at either end do not count. */
function isExact(lexeme: string, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  const digits = lexeme
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
  return digits.length <= 15;
}

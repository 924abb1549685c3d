import { createHmac } from 'node:crypto';
import { count, list, matching, object, oneOf, text } from '../model/shape.ts';
import { type KeyedNeedle, type KeyedSearch, keyedSearch } from './keyed-search.ts';
import { encodingsOf, isLongEnough } from './needles.ts';
import { KINDS, type Kind } from './shapes.ts';

/** A value that was replaced, as it may be kept until its run is sealed: nothing in it says what the value was to who has not the secret. */
export interface KeptOriginal {
  readonly kind: Kind;
  /** HMAC-SHA-256 of the value, base64url. */
  readonly value: string;
  readonly standIn: string;
  /** Words of a name as they may be written elsewhere: HMAC and stand-in. */
  readonly words: readonly KeptWord[];
  /** The value in each encoding that the leak scan looks for. */
  readonly needles: readonly KeyedNeedle[];
}

interface KeptWord {
  readonly value: string;
  readonly standIn: string;
}

const base64url = matching(/^[\w-]+$/);

/** The shape of what was kept, for reading it again. */
export const keptOriginal = object<KeptOriginal>({
  kind: oneOf(KINDS),
  value: base64url,
  standIn: text,
  words: list(object<KeptWord>({ value: base64url, standIn: text })),
  needles: list(object<KeyedNeedle>({ start: count, length: count, digest: base64url })),
});

/** Where a run keeps what it replaced, so that it can stop and go on. */
export interface Memory {
  /** Of earlier attempts. */
  readonly before: readonly KeptOriginal[];
  readonly keep: (one: KeptOriginal) => void;
}

export const NO_MEMORY: Memory = { before: [], keep: () => {} };

/** What earlier attempts replaced, and what is to be kept of this one. */
export class Kept {
  readonly #secret: Uint8Array;
  readonly #memory: Memory;
  readonly #search: KeyedSearch;
  readonly #values: ReadonlyMap<string, KeptOriginal>;
  readonly #words: ReadonlyMap<string, string>;

  constructor(secret: Uint8Array, memory: Memory) {
    this.#secret = secret;
    this.#memory = memory;
    this.#search = keyedSearch(secret);
    this.#values = new Map(memory.before.map((one) => [one.value, one]));
    this.#words = new Map(memory.before.flatMap(({ words }) => words.map(({ value, standIn }) => [value, standIn])));
  }

  get standIns(): readonly string[] {
    return [...this.#values.values()].flatMap(({ standIn, words }) => [standIn, ...words.map((one) => one.standIn)]);
  }

  get hasWords(): boolean {
    return this.#words.size > 0;
  }

  /** What stood for a value before the run stopped. */
  of(original: string): KeptOriginal | undefined {
    return this.#values.size === 0 ? undefined : this.#values.get(this.#digest(original));
  }

  ofWord(word: string): string | undefined {
    return this.#words.size === 0 ? undefined : this.#words.get(this.#digest(word));
  }

  keep(kind: Kind, original: string, standIn: string, words: ReadonlyMap<string, string>): void {
    if (this.#memory === NO_MEMORY) return;
    this.#memory.keep({
      kind,
      value: this.#digest(original),
      standIn,
      words: [...words].map(([word, own]) => ({ value: this.#digest(word), standIn: own })),
      needles: isLongEnough(original)
        ? encodingsOf(original).flatMap((bytes) => this.#search.needleOf(bytes) ?? [])
        : [],
    });
  }

  /** Tells the kinds of the values of earlier attempts that stand in bytes; undefined when there were none. */
  searcher(): ((bytes: Uint8Array) => ReadonlySet<Kind>) | undefined {
    if (this.#values.size === 0) return undefined;
    const needles = [...this.#values.values()].flatMap((one) =>
      one.needles.map((needle) => [needle, one.kind] as const),
    );
    return this.#search.searcher(needles);
  }

  #digest(text: string): string {
    return createHmac('sha256', this.#secret).update(`value\u0000${text}`).digest('base64url');
  }
}

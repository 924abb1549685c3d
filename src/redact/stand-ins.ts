import { createHmac } from 'node:crypto';
import { Kept, type Memory, NO_MEMORY } from './memory.ts';
import { ORDINARY } from './ordinary.ts';
import { type Kind, STAND_IN, standInOf } from './shapes.ts';

/** That a stand-in was put in the place of a value. */
export interface Replacement {
  readonly kind: Kind;
  readonly original: string;
  readonly standIn: string;
}

/**
 * Stand-ins for values of a run: the same value always gets the same one, and without the run's secret nobody can
 * try values until one fits.
 */
export class StandIns {
  readonly #secret: Uint8Array;
  /** Of what was replaced before the run stopped. */
  readonly #kept: Kept;
  /** Original -> what stands for it. In memory only. */
  readonly #given = new Map<string, { readonly kind: Kind; readonly standIn: string }>();

  /**
   * The same for texts in which stand-ins stand already. They were never anybody's words: what has the same stand-ins in it elsewhere was
   * read there, and may stay.
   */
  readonly #wholes = new Map<string, { readonly kind: Kind; readonly standIn: string }>();

  readonly #issued = new Set<string>();
  /** What the secret tokens among the originals say. */
  readonly #said = new Set<string>();

  #replaced: Replacement[] = [];

  /** Word of a name among the originals, as it may be written elsewhere -> what stands for it. */
  readonly #words = new Map<string, string>();

  /** Secrets that the run was given, which are replaced wherever they stand. */
  readonly known: readonly { readonly standIn: string; readonly original: string }[];

  /** `known`: what stands for secrets that the run was given -> the secret. */
  constructor(secret: Uint8Array, known: ReadonlyMap<string, string> = new Map(), memory: Memory = NO_MEMORY) {
    this.#secret = secret;
    this.#kept = new Kept(secret, memory);
    for (const standIn of this.#kept.standIns) this.#issued.add(standIn);
    this.known = [...known].map(([standIn, original]) => ({ standIn, original }));
    for (const { standIn, original } of this.known) {
      this.#given.set(original, { kind: 'secret', standIn });
      this.#issued.add(standIn);
    }
  }

  for(kind: Kind, original: string): string {
    const known = this.#given.get(original) ?? this.#wholes.get(original);
    if (known !== undefined) return this.replaced(known.kind, original, known.standIn);
    if (this.#issued.has(original)) return original;
    const before = this.#kept.of(original);
    const standIn = this.replaced(kind, original, before?.standIn ?? this.#newStandIn(kind, original));
    const isOurs = this.#holdsStandIn(original);
    (isOurs ? this.#wholes : this.#given).set(original, { kind, standIn });
    this.#issued.add(standIn);
    const words = kind === 'name' ? this.#learnWords(original) : NO_WORDS;
    if (before === undefined && !isOurs) this.#kept.keep(kind, original, standIn, words);
    const said = saidBy(original);
    if (said !== undefined) this.#said.add(said);
    return standIn;
  }

  /** Remembers that the stand-in was put in the place of the value, and gives it. */
  replaced(kind: Kind, original: string, standIn: string): string {
    this.#replaced.push({ kind, original, standIn });
    return standIn;
  }

  /** What was replaced since this was last asked. */
  lastReplaced(): readonly Replacement[] {
    const last = this.#replaced;
    this.#replaced = [];
    return last;
  }

  /** Whether something stands for the text already, or for a token that says the same. */
  knows(text: string): boolean {
    return this.#given.has(text) || this.#said.has(saidBy(text) ?? '');
  }

  /** Whether a value is a stand-in already, which needs none itself. */
  issued(value: string): boolean {
    return this.#issued.has(value);
  }

  get originals(): ReadonlyMap<string, { readonly kind: Kind; readonly standIn: string }> {
    return this.#given;
  }

  /** Tells the kinds of the values that were replaced before the run stopped, and stand in bytes; undefined when there were none. */
  searcherOfEarlier(): ((bytes: Uint8Array) => ReadonlySet<Kind>) | undefined {
    return this.#kept.searcher();
  }

  /** Whether any word of a name may stand elsewhere. */
  get hasWords(): boolean {
    return this.#words.size > 0 || this.#kept.hasWords;
  }

  /** What stands for a word of a name. */
  ofWord(word: string): string | undefined {
    return this.#words.get(word) ?? this.#kept.ofWord(word);
  }

  #learnWords(name: string): ReadonlyMap<string, string> {
    const learnt = new Map<string, string>();
    for (const word of wordsOfName(name)) {
      const standIn = this.#given.get(word)?.standIn ?? this.#kept.ofWord(word) ?? this.#newStandIn('name', word);
      this.#issued.add(standIn);
      for (const written of waysToWrite(word)) learnt.set(written, standIn);
    }
    for (const [written, standIn] of learnt) this.#words.set(written, standIn);
    return learnt;
  }

  /** One that stands for nothing else and is nobody's value, as long as there are any: postcodes of nowhere and numbers for drama are few. */
  #newStandIn(kind: Kind, original: string): string {
    for (let attempt = 0; ; attempt += 1) {
      const standIn = standInOf(kind, this.#digest(kind, original, attempt), original);
      const isTaken = this.#issued.has(standIn) || this.#given.has(standIn);
      if (!isTaken || attempt === MOST_ATTEMPTS) return standIn;
    }
  }

  #holdsStandIn(text: string): boolean {
    const alike = text.match(STAND_INS) ?? [];
    return alike.some((found) => found.length >= SHORTEST_TOLD && this.#issued.has(found));
  }

  #digest(kind: Kind, original: string, attempt: number): Buffer {
    const tried = attempt === 0 ? '' : `\u0000${attempt}`;
    return createHmac('sha256', this.#secret).update(`${kind}\u0000${original}${tried}`).digest();
  }
}

const STAND_INS = new RegExp(STAND_IN, 'g');

/** Shorter stand-ins, such as a year, stand in texts by chance. */
const SHORTEST_TOLD = 7;

const MOST_ATTEMPTS = 100;

const NO_WORDS: ReadonlyMap<string, string> = new Map();

/** Shorter words are initials, or stand elsewhere by chance. */
const SHORTEST_NAME = 3;

/** Words that name somebody: they begin with a capital, or are of a script that has none. */
const wordsOfName = (name: string): readonly string[] =>
  [...name.split(/[^\p{L}\p{M}'\u2019-]+/u), ...name.split(/[^\p{L}\p{M}]+/u)].filter(
    (word) => word.length >= SHORTEST_NAME && /^(?:\p{Lu}|\p{Lo})/u.test(word) && !ORDINARY.test(word),
  );

/** In small letters only what is hardly an ordinary word. */
const SHORTEST_IN_SMALL_LETTERS = 5;

const waysToWrite = (word: string): readonly string[] => [
  word,
  word.toUpperCase(),
  word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase(),
  ...(word.length >= SHORTEST_IN_SMALL_LETTERS ? [word.toLowerCase()] : []),
];

/** Header and claims of a JWT in its compact form (RFC 7515 section 7.1). */
const saidBy = (token: string): string | undefined => /^(eyJ[\w-]*\.[\w-]+)(?:\.|$)/.exec(token)?.[1];

import { createHmac } from 'node:crypto';
import { checkDigit } from './nhs-number.ts';
import { ORDINARY } from './ordinary.ts';

/** What kind of value is replaced: the stand-in has the same shape, so that rules about shape still hold. */
export type Kind =
  | 'secret'
  | 'nhs-number'
  | 'identifier'
  | 'name'
  | 'birth-date'
  | 'phone'
  | 'email'
  | 'address'
  | 'postcode'
  | 'url'
  | 'data'
  | 'narrative'
  /** What nobody can read, and so may say anything. */
  | 'unreadable-body';

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
  /** Original -> what stands for it. In memory only. */
  readonly #given = new Map<string, { readonly kind: Kind; readonly standIn: string }>();

  readonly #issued = new Set<string>();
  /** What the secret tokens among the originals say. */
  readonly #said = new Set<string>();

  #replaced: Replacement[] = [];

  /** Word of a name among the originals, as it may be written elsewhere -> what stands for it. */
  readonly #words = new Map<string, string>();

  /** Secrets that the run was given, which are replaced wherever they stand. */
  readonly known: readonly { readonly standIn: string; readonly original: string }[];

  /** `known`: what stands for secrets that the run was given -> the secret. */
  constructor(secret: Uint8Array, known: ReadonlyMap<string, string> = new Map()) {
    this.#secret = secret;
    this.known = [...known].map(([standIn, original]) => ({ standIn, original }));
    for (const { standIn, original } of this.known) {
      this.#given.set(original, { kind: 'secret', standIn });
      this.#issued.add(standIn);
    }
  }

  for(kind: Kind, original: string): string {
    const known = this.#given.get(original);
    if (known !== undefined) return this.replaced(known.kind, original, known.standIn);
    if (this.#issued.has(original)) return original;
    const standIn = this.replaced(kind, original, SHAPES[kind](this.#digest(kind, original), original));
    this.#given.set(original, { kind, standIn });
    this.#issued.add(standIn);
    if (kind === 'name') this.#learnWords(original);
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

  get words(): ReadonlyMap<string, string> {
    return this.#words;
  }

  #learnWords(name: string): void {
    for (const word of wordsOfName(name)) {
      const standIn = SHAPES.name(this.#digest('name', word), word);
      this.#issued.add(standIn);
      for (const written of waysToWrite(word)) this.#words.set(written, standIn);
    }
  }

  #digest(kind: Kind, original: string): Buffer {
    return createHmac('sha256', this.#secret).update(`${kind}\u0000${original}`).digest();
  }
}

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

const short = (digest: Buffer): string => digest.toString('hex').slice(0, 8);

const SHAPES: Readonly<Record<Kind, (digest: Buffer, original: string) => string>> = {
  secret: (digest) => `redacted-${short(digest)}`,
  'nhs-number': standInNhsNumber,
  name: (digest) => `Redacted-${short(digest)}`,
  'birth-date': (digest) => new Date(digest.readUInt16BE(0) * 43_200_000).toISOString().slice(0, 10),
  /** Numbers that Ofcom keeps for drama, so that nobody is rung up. */
  phone: (digest) => `01632 960${String(digest.readUInt16BE(0) % 1000).padStart(3, '0')}`,
  email: (digest) => `${short(digest)}@redacted.invalid`,
  identifier: (digest) => `redacted-${short(digest)}`,
  url: (digest) => `https://redacted.invalid/${short(digest)}`,
  /** Base64, as attachments are. */
  data: (digest) => Buffer.from(`redacted-${short(digest)}`).toString('base64'),
  'unreadable-body': (digest, original) => `[withheld: ${original.length} characters, ${short(digest)}]`,
  narrative: (digest) => `Redacted ${short(digest)}`,
  address: (digest) => `Redacted ${short(digest)}`,
  /** ZZ99 is the pseudo-country district: no house has it. */
  postcode: (digest) => `ZZ99 ${digest.readUInt8(0) % 10}ZZ`,
};

/** A number of the 999 range, which is never issued, with a valid check digit. */
function standInNhsNumber(digest: Buffer): string {
  for (let offset = digest.readUInt32BE(0); ; offset += 1) {
    const nine = `999${String(offset % 1_000_000).padStart(6, '0')}`;
    const check = checkDigit(nine);
    if (check !== undefined) return nine + check;
  }
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font, type Glyph, type GlyphRun } from 'fontkit';

/** By the left character, then by how far in units of the font: the right characters. Those that are not moved are left out. */
export type Kerning = Readonly<Record<string, Readonly<Record<number, string>>>>;

/** `file` is that of a package. */
export function openFont(file: string): Font {
  const bytes = readFileSync(createRequire(import.meta.url).resolve(file));
  // fontkit reads a header even of the empty glyph that ends one of the files.
  return create(Buffer.concat([bytes, Buffer.alloc(16)]));
}

/**
 * A font that sets one glyph for one character, with kerning between neighbours and nothing else: so the text that is read out of a
 * file is the text that was put in. Lengths are units of the font.
 */
export class Typeface {
  readonly font: Font;
  readonly #layout: Font['layout'];
  readonly #isKerned: boolean;
  readonly #glyphs = new Map<string, Glyph>();
  /** By the ids of both glyphs: few pairs make most of a text. */
  readonly #kerning = new Map<number, number>();

  /** `kerning` is that of the font between characters of ASCII: to ask the font for it takes a quarter of a second. */
  constructor(font: Font, kerning: Kerning) {
    this.font = font;
    this.#layout = font.layout.bind(font);
    this.#isKerned = Object.keys(kerning).length > 0;
    for (const [left, rights] of Object.entries(kerning)) {
      for (const [by, characters] of Object.entries(rights)) {
        for (const right of characters) this.#kerning.set(pairOf(this.#glyph(left), this.#glyph(right)), Number(by));
      }
    }
    font.layout = (text) => this.#set(text);
  }

  /** In em. */
  width(text: string): number {
    let width = 0;
    let before: Glyph | undefined;
    for (const character of text) {
      const glyph = this.#glyph(character);
      width += glyph.advanceWidth + (before === undefined ? 0 : this.#kern(before, glyph));
      before = glyph;
    }
    return width / this.font.unitsPerEm;
  }

  has(character: string): boolean {
    return this.font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
  }

  #set(text: string): GlyphRun {
    const glyphs = Array.from(text, (character) => this.#glyph(character));
    const positions = glyphs.map((glyph, place) => {
      const next = glyphs[place + 1];
      const xAdvance = glyph.advanceWidth + (next === undefined ? 0 : this.#kern(glyph, next));
      return { xAdvance };
    });
    return { glyphs, positions, advanceWidth: positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0) };
  }

  #glyph(character: string): Glyph {
    return (
      this.#glyphs.get(character) ??
      kept(this.#glyphs, character, this.font.glyphForCodePoint(character.codePointAt(0) ?? 0))
    );
  }

  #kern(left: Glyph, right: Glyph): number {
    if (!this.#isKerned) return 0;
    const pair = pairOf(left, right);
    const known = this.#kerning.get(pair);
    if (known !== undefined) return known;
    const [first = 0, second = 0] = [left.codePoints[0], right.codePoints[0]];
    return isAscii(first) && isAscii(second) ? 0 : kept(this.#kerning, pair, kernBetween(this.#layout, first, second));
  }
}

const pairOf = (left: Glyph, right: Glyph): number => left.id * 0x10000 + right.id;

const isAscii = (codePoint: number): boolean => codePoint <= 0x7e;

/** How far the second of two characters is moved towards the first or away from it, in units of the font. */
export function kernBetween(layout: Font['layout'], first: number, second: number): number {
  const { glyphs, positions } = layout(String.fromCodePoint(first, second), KERNING_ALONE);
  return (positions[0]?.xAdvance ?? 0) - (glyphs[0]?.advanceWidth ?? 0);
}

const KERNING_ALONE = {
  liga: false,
  clig: false,
  rlig: false,
  rclt: false,
  calt: false,
  ccmp: false,
  locl: false,
  curs: false,
  mark: false,
  mkmk: false,
};

function kept<Key, Value>(known: Map<Key, Value>, key: Key, value: Value): Value {
  known.set(key, value);
  return value;
}

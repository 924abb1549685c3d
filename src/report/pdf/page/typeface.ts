import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font, type Glyph, type GlyphRun } from 'fontkit';

/**
 * A font that sets one glyph for one character, with kerning between neighbours and nothing else: so the text that is read out of a
 * file is the text that was put in. Lengths are units of the font.
 */
export class Typeface {
  readonly font: Font;
  readonly #layout: Font['layout'];
  readonly #hasKerning: boolean;
  readonly #glyphs = new Map<string, Glyph>();
  /** By the ids of both glyphs: few pairs make most of a text. */
  readonly #kerning = new Map<number, number>();

  /** `file` is that of a package. */
  constructor(file: string) {
    const bytes = readFileSync(createRequire(import.meta.url).resolve(file));
    // fontkit reads a header even of the empty glyph that ends one of the files.
    this.font = create(Buffer.concat([bytes, Buffer.alloc(16)]));
    this.#layout = this.font.layout.bind(this.font);
    this.#hasKerning = this.font.availableFeatures.includes('kern');
    this.font.layout = (text) => this.#set(text);
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
      return { xAdvance, yAdvance: 0, xOffset: 0, yOffset: 0 };
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
    if (!this.#hasKerning) return 0;
    const pair = left.id * 0x10000 + right.id;
    const known = this.#kerning.get(pair);
    if (known !== undefined) return known;
    const text = String.fromCodePoint(left.codePoints[0] ?? 0, right.codePoints[0] ?? 0);
    const [first] = this.#layout(text, KERNING_ALONE).positions;
    return kept(this.#kerning, pair, (first?.xAdvance ?? left.advanceWidth) - left.advanceWidth);
  }
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

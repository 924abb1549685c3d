// What this folder uses of fontkit 2, which has no types of its own. Lengths are in units of the font, of which there are `unitsPerEm` to the em.
declare module 'fontkit' {
  export interface Glyph {
    readonly id: number;
    readonly codePoints: readonly number[];
    readonly advanceWidth: number;
  }

  export interface GlyphRun {
    readonly glyphs: readonly Glyph[];
    readonly positions: readonly { readonly xAdvance: number }[];
    readonly advanceWidth: number;
  }

  export interface Font {
    readonly unitsPerEm: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): Glyph;
    /** Tags of the features of its tables, such as `kern`. */
    readonly availableFeatures: readonly string[];
    layout: (text: string, features?: Readonly<Record<string, boolean>>) => GlyphRun;
  }

  export function create(bytes: Uint8Array): Font;
}

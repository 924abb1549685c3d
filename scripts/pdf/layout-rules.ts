// Where text may stand on a page: what runs over a margin is cut by printers and lost to readers.
import { PAGE } from '../../src/report/pdf/look.ts';
import { contentOf, type ShownText } from './content.ts';
import type { PdfDictionary, PdfFile } from './pdf-file.ts';
import { asked, type PdfRule } from './rule.ts';

/** Points by which a sum of rounded widths may be off. */
const TOLERANCE = 0.5;

export const LAYOUT_RULES: readonly PdfRule[] = [
  {
    name: 'has all text within the margins of its page, running heads and feet within those of the sides',
    problems: (file) =>
      file.pages.flatMap((page) => {
        const right = rightEnds(file, page);
        return contentOf(file, page).texts.flatMap((text) => {
          const { x, y, isRunning } = text;
          return [
            ...asked(x >= PAGE.left - TOLERANCE, `${page}: begins at ${x}`),
            ...asked(right(text) <= PAGE.width - PAGE.right + TOLERANCE, `${page}: ends at ${right(text)}`),
            ...asked(isRunning || y >= PAGE.bottom - TOLERANCE, `${page}: stands ${y} above the edge`),
            ...asked(isRunning || y <= PAGE.height - PAGE.top + TOLERANCE, `${page}: stands ${y} above the edge`),
          ];
        });
      }),
  },
];

/**
 * Where the last of a text that can be seen ends, in points from the left edge. Widths of glyphs and distances between them are in
 * thousandths of the size; the space behind the last word of a line may stand in the margin.
 */
function rightEnds(file: PdfFile, page: string): (text: ShownText) => number {
  const fonts = file.dictionary(file.dictionary(file.dictionary(page)['/Resources'])['/Font']);
  const faces = new Map(Object.entries(fonts).map(([name, font]) => [name, faceOf(file, file.dictionary(font))]));
  return ({ x, size, font, parts }) => {
    const { widths = [], space } = faces.get(font) ?? {};
    let at = 0;
    let end = 0;
    for (const part of parts) {
      if (typeof part === 'number') at -= part;
      else {
        at += widths[part.glyph] ?? 0;
        if (part.glyph !== space) end = at;
      }
    }
    return x + (end * size) / 1_000;
  };
}

/** Widths by the numbers of glyphs, and the number of the space. */
function faceOf(file: PdfFile, font: PdfDictionary): { readonly widths: readonly number[]; readonly space: number } {
  const [descendant] = file.items(font['/DescendantFonts']).map((one) => file.dictionary(one));
  const map = file.streams.get(String(font['/ToUnicode']))?.bytes.toString('latin1') ?? '';
  const characters = /\[([^\]]*)\]/.exec(map)?.[1]?.split(' ') ?? [];
  return { widths: file.items(file.items(descendant?.['/W'])[1]).map(Number), space: characters.indexOf('<0020>') };
}

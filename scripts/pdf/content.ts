// What the content stream of a page does, as far as rules ask.
import type { PdfFile, PdfValue } from './pdf-file.ts';

/** A text that is shown in one piece. */
export interface ShownText {
  /** Name of its font on the page, and its size in points. */
  readonly font: string;
  readonly size: number;
  /** Where its base line begins, in points from the left and the lower edge of the page. */
  readonly x: number;
  readonly y: number;
  /** Glyphs by their numbers, and by how much what follows is moved to the left, in thousandths of the size. */
  readonly parts: readonly (number | { readonly glyph: number })[];
  /** It belongs to the head or the foot of the page. */
  readonly isRunning: boolean;
}

export interface PageContent {
  readonly page: string;
  /** Operators that paint outside of marked content and artifacts. */
  readonly unmarked: readonly string[];
  readonly mcids: readonly number[];
  /** Types of the artifacts. */
  readonly artifacts: readonly (string | undefined)[];
  /** Operators that choose colours, with the colour space where they name one. */
  readonly colours: ReadonlySet<string>;
  /** Glyph numbers that are shown, by the name of their font on the page. */
  readonly glyphs: ReadonlyMap<string, ReadonlySet<number>>;
  readonly texts: readonly ShownText[];
}

const TOKEN = /\((?:\\.|[^()\\])*\)|<<|>>|<[0-9A-Fa-f]*>|\/[^\s<>[\]()/]+|[[\]]|[^\s<>[\]()/]+/g;
const PAINTING = new Set(['Tj', 'TJ', "'", '"', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh', 'Do', 'EI']);
const COLOURING = new Set(['g', 'G', 'rg', 'RG', 'k', 'K', 'cs', 'CS']);

export function contentOf(file: PdfFile, page: string): PageContent {
  const bytes = file
    .items(file.dictionary(page)['/Contents'])
    .map((id: PdfValue) => file.streams.get(String(id))?.bytes);
  const tokens =
    Buffer.concat(bytes.map((part) => part ?? Buffer.alloc(0)))
      .toString('latin1')
      .match(TOKEN) ?? [];
  const unmarked: string[] = [];
  const mcids: number[] = [];
  const artifacts: (string | undefined)[] = [];
  const colours = new Set<string>();
  const glyphs = new Map<string, Set<number>>();
  const texts: ShownText[] = [];
  const marks: boolean[] = [];
  let operands: string[] = [];
  let font = '';
  let size = 0;
  let place: readonly number[] = [];
  for (const token of tokens) {
    if (!/^[A-Za-z'"][A-Za-z0-9*]*$/.test(token)) {
      operands.push(token);
      continue;
    }
    if (token === 'BDC' || token === 'BMC') {
      const mcid = operands[operands.indexOf('/MCID') + 1];
      const isArtifact = operands[0] === '/Artifact';
      if (isArtifact) artifacts.push(operands[operands.indexOf('/Type') + 1]);
      else if (operands.includes('/MCID')) mcids.push(Number(mcid));
      marks.push(isArtifact || operands.includes('/MCID'));
    }
    if (token === 'EMC') marks.pop();
    if (token === 'Tf') [font, size] = [operands[0] ?? '', Number(operands[1])];
    if (token === 'Tm') place = operands.map(Number);
    if (token === 'TJ' || token === 'Tj') {
      const shown = glyphs.get(font) ?? new Set<number>();
      const parts = operands.filter((operand) => operand !== '[' && operand !== ']').flatMap(partsOf);
      for (const part of parts) if (typeof part !== 'number') shown.add(part.glyph);
      glyphs.set(font, shown);
      const isRunning = marks.includes(true) && artifacts.at(-1) === '/Pagination';
      texts.push({ font, size, x: place[4] ?? 0, y: place[5] ?? 0, parts, isRunning });
    }
    if (COLOURING.has(token)) colours.add(token === 'cs' || token === 'CS' ? (operands.at(-1) ?? '') : token);
    if (PAINTING.has(token) && !marks.includes(true)) unmarked.push(token);
    operands = [];
  }
  return { page, unmarked, mcids, artifacts, colours, glyphs, texts };
}

/** Of what is shown: glyphs in hex, four digits each, or a distance. */
const partsOf = (operand: string): ShownText['parts'] =>
  operand.startsWith('<')
    ? (operand.slice(1, -1).match(/.{4}/g) ?? []).map((glyph) => ({ glyph: Number.parseInt(glyph, 16) }))
    : [Number(operand)];

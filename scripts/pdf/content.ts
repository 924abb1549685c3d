// What the content stream of a page does, as far as rules ask.
import type { PdfFile, PdfValue } from './pdf-file.ts';

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
  const marks: boolean[] = [];
  let operands: string[] = [];
  let font = '';
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
    if (token === 'Tf') font = operands[0] ?? '';
    if (token === 'TJ' || token === 'Tj') {
      const shown = glyphs.get(font) ?? new Set<number>();
      for (const text of operands.filter((operand) => /^<[0-9A-Fa-f]+>$/.test(operand)))
        for (const glyph of text.slice(1, -1).match(/.{4}/g) ?? []) shown.add(Number.parseInt(glyph, 16));
      glyphs.set(font, shown);
    }
    if (COLOURING.has(token)) colours.add(token === 'cs' || token === 'CS' ? (operands.at(-1) ?? '') : token);
    if (PAINTING.has(token) && !marks.includes(true)) unmarked.push(token);
    operands = [];
  }
  return { page, unmarked, mcids, artifacts, colours, glyphs };
}

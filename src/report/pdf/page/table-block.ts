import type { StructureElement } from 'pdfkit';
import type { Column, Row, Table } from '../block.ts';
import { COLOURS, SIZES } from '../look.ts';
import { BASE, drawLines } from './draw-lines.ts';
import { fileString } from './file-string.ts';
import type { TextLook } from './fragment.ts';
import type { Laid } from './laid.ts';
import { type Line, linesOf, naturalWidth } from './lines.ts';
import type { Pages } from './pages.ts';

const HEAD: TextLook = { ...SIZES.small, face: 'strong', colour: COLOURS.muted };
const BODY: TextLook = SIZES.table;
const SHORT_HEAD: TextLook = { ...SIZES.table, face: 'strong' };
const MESSAGE: TextLook = { ...SIZES.code, face: 'code' };
/** Space above and below the text of a row. */
const PADDING = 2.8;
/** Space on either side of a message, on its ground. */
const INSET = 6;
/** A row of more lines is parted where the page ends; shorter ones stay whole, and so do small tables. */
const MOST_WHOLE = { row: 24, message: 8 } as const;
const SMALL_TABLE = 130;

/** Space between columns: narrow tables have less. */
const gapIn = (width: number): number => (width < 320 ? 8 : 12);

interface Placement {
  readonly column: Column;
  /** From the left edge of the table. */
  readonly left: number;
  readonly width: number;
  /** Of the text in its rows. */
  readonly look: TextLook;
}

interface LaidRow {
  readonly row: Row;
  /** Lines of each cell. */
  readonly cells: readonly (readonly Line[])[];
  /** Lines of its longest cell. */
  readonly lines: number;
}

/** A table that goes on over pages, with its head on each. */
export function layTable(table: Table, width: number): Laid {
  const columns = placements(table, width);
  const drawing = new TableDrawing(table, columns, width);
  const rows = table.rows.map((row) => laidRow(row, columns, table));
  const heights = rows.map(({ lines }) => drawing.rowHeight(lines));
  const height = drawing.headHeight + heights.reduce((sum, own) => sum + own, 0);
  return {
    height,
    lead: height <= SMALL_TABLE ? height : drawing.headHeight + drawing.leastOf(rows[0]?.lines ?? 0),
    above: table.style === 'facts' ? 3 : 6,
    draw: (pages, parent) => drawing.draw(pages, parent, rows),
  };
}

function laidRow(row: Row, columns: readonly Placement[], { style }: Table): LaidRow {
  const inset = style === 'messages' ? 2 * INSET : 0;
  const cells = columns.map(({ width, look }, place) => linesOf(row.cells[place] ?? [], look, width - inset));
  return { row, cells, lines: longest(cells) };
}

const longest = (cells: readonly (readonly Line[])[]): number => Math.max(1, ...cells.map((lines) => lines.length));

/** Columns that fit what stands in them take that; the others share the rest. */
function placements({ columns, rows, style }: Table, width: number): readonly Placement[] {
  const gap = gapIn(width);
  const looks = columns.map(({ fits }, place) => {
    if (style === 'messages') return MESSAGE;
    return place === 0 && fits !== undefined ? SHORT_HEAD : BODY;
  });
  const fitted = columns.map((column, place) => fittedWidth(column, place, looks[place] ?? BODY, rows));
  const free = width - gap * (columns.length - 1) - fitted.reduce<number>((sum, own) => sum + (own ?? 0), 0);
  const shares = columns.reduce((sum, { share = 1 }, place) => sum + (fitted[place] === undefined ? share : 0), 0);
  let left = 0;
  return columns.map((column, place) => {
    const own = fitted[place] ?? (free * (column.share ?? 1)) / shares;
    const placement = { column, left, width: own, look: looks[place] ?? BODY };
    left += own + gap;
    return placement;
  });
}

function fittedWidth({ fits, title }: Column, place: number, look: TextLook, rows: readonly Row[]): number | undefined {
  if (fits === undefined) return undefined;
  let widest = naturalWidth([{ text: title }], HEAD);
  for (const { cells } of rows) {
    if (widest >= fits) break;
    widest = Math.max(widest, naturalWidth(cells[place] ?? [], look));
  }
  // A hair more, so that what was measured as one fits when it is measured in parts.
  return Math.min(widest, fits) + 0.1;
}

class TableDrawing {
  readonly #table: Table;
  readonly #columns: readonly Placement[];
  readonly #width: number;
  readonly #head: readonly (readonly Line[])[];
  readonly #leading: number;
  readonly headHeight: number;

  constructor(table: Table, columns: readonly Placement[], width: number) {
    this.#table = table;
    this.#columns = columns;
    this.#width = width;
    this.#head = columns.map(({ column, width: own }) => linesOf([{ text: column.title }], HEAD, own));
    this.#leading = table.style === 'messages' ? MESSAGE.leading : BODY.leading;
    this.headHeight = table.style === 'facts' ? 0 : longest(this.#head) * HEAD.leading + 2 * PADDING;
  }

  rowHeight(lines: number): number {
    return lines * this.#leading + 2 * PADDING;
  }

  /** What must stand where a row of so many lines begins. */
  leastOf(lines: number): number {
    return this.rowHeight(Math.min(lines, MOST_WHOLE[this.#table.style === 'messages' ? 'message' : 'row']));
  }

  draw(pages: Pages, parent: StructureElement, rows: readonly LaidRow[]): void {
    const element = pages.element(parent, 'Table');
    element.dictionary.data.A = { O: 'Table', Summary: fileString(this.#table.summary) };
    if (this.headHeight > 0) this.#drawHead(pages, pages.element(pages.element(element, 'THead'), 'TR'));
    const body = pages.element(element, 'TBody');
    for (const row of rows) this.#drawRow(pages, body, row);
  }

  /** Read out once; on the pages that follow it is there for the eye. */
  #drawHead(pages: Pages, row: StructureElement): void {
    for (const [place, placement] of this.#columns.entries()) {
      const cell = pages.element(row, 'TH', { scope: 'Column' });
      this.#drawCell(pages, cell, 'TH', this.#head[place] ?? [], placement, HEAD.leading);
    }
    this.#endHead(pages);
  }

  #repeatHead(pages: Pages): void {
    if (this.headHeight === 0) return;
    pages.artifact(() => {
      for (const [place, placement] of this.#columns.entries())
        drawHeadAgain(pages, this.#head[place] ?? [], placement);
    }, 'Pagination');
    this.#endHead(pages);
  }

  #endHead(pages: Pages): void {
    pages.y += this.headHeight;
    if (this.#table.style !== 'messages') this.#rule(pages, COLOURS.rule, 0.8);
  }

  #drawRow(pages: Pages, body: StructureElement, { row, cells, lines }: LaidRow): void {
    const element = pages.element(body, 'TR');
    const elements = this.#columns.map((_, place) => this.#cellElement(pages, element, place));
    if (this.leastOf(lines) > pages.room) this.#turn(pages);
    if (row.place !== undefined) pages.mark(row.place);
    let from = 0;
    while (from < lines) {
      if (from > 0) this.#turn(pages);
      const fit = Math.max(1, Math.floor((pages.room - 2 * PADDING) / this.#leading + 1e-6));
      const until = Math.min(lines, from + fit);
      const height = this.rowHeight(until - from);
      if (this.#table.style === 'messages')
        this.#drawGrounds(
          pages,
          cells.map((cell) => cell.length > from),
          height,
        );
      for (const [place, placement] of this.#columns.entries()) {
        const part = cells[place]?.slice(from, until) ?? [];
        const cell = elements[place];
        if (cell !== undefined && part.length > 0)
          this.#drawCell(pages, cell.element, cell.tag, part, placement, this.#leading);
      }
      pages.y += height;
      if (this.#table.style !== 'messages') this.#rule(pages, COLOURS.line, 0.5);
      from = until;
    }
  }

  #cellElement(pages: Pages, row: StructureElement, place: number) {
    return place === 0 && this.#table.style !== 'messages'
      ? { tag: 'TH', element: pages.element(row, 'TH', { scope: 'Row' }) }
      : { tag: 'TD', element: pages.element(row, 'TD') };
  }

  #turn(pages: Pages): void {
    pages.turn();
    this.#repeatHead(pages);
  }

  #drawCell(
    pages: Pages,
    element: StructureElement,
    tag: string,
    lines: readonly Line[],
    { left, width, column }: Placement,
    leading: number,
  ): void {
    drawLines(pages, element, tag, lines, {
      x: pages.x + left + (tag === 'TD' && this.#table.style === 'messages' ? INSET : 0),
      y: pages.y + PADDING,
      leading,
      ...(column.numeric === true && { rightIn: width }),
    });
  }

  #drawGrounds(pages: Pages, filled: readonly boolean[], height: number): void {
    pages.artifact(() => {
      for (const [place, { left, width }] of this.#columns.entries()) {
        if (filled[place] === true)
          pages.document
            .fillColor(COLOURS.sunken)
            .rect(pages.x + left, pages.y, width, height)
            .fill();
      }
    });
  }

  #rule(pages: Pages, colour: string, thickness: number): void {
    const { document, x, y } = pages;
    pages.artifact(() =>
      document
        .strokeColor(colour)
        .lineWidth(thickness)
        .moveTo(x, y)
        .lineTo(x + this.#width, y)
        .stroke(),
    );
  }
}

function drawHeadAgain({ document, x, y }: Pages, lines: readonly Line[], { left, width, column }: Placement): void {
  for (const [place, line] of lines.entries()) {
    let at = x + left + (column.numeric === true ? width - line.width : 0);
    for (const { face, size, colour, text, width: own } of line.fragments) {
      document.font(face, size).fillColor(colour);
      document.text(text, at, y + PADDING + (place + BASE) * HEAD.leading);
      at += own;
    }
  }
}

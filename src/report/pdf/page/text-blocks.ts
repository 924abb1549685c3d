import type { StructureElement } from 'pdfkit';
import type { Block, Heading, Inlines } from '../block.ts';
import { COLOURS, PAGE, SIZES } from '../look.ts';
import { drawLines } from './draw-lines.ts';
import type { TextLook } from './fragment.ts';
import type { Laid } from './laid.ts';
import { type Line, linesOf } from './lines.ts';
import type { Pages } from './pages.ts';
import { spelledText } from './spelling.ts';

type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>;

/** Lines of a paragraph that must stand together at the end of a page and at the beginning of the next. */
const TOGETHER = 2;

export function layTitle({ text }: Of<'title'>, width: number): Laid {
  const look: TextLook = { ...SIZES.title, face: 'strong' };
  return layWhole('H1', linesOf([{ text }], look, width), look, 0);
}

const HEADINGS = {
  2: { look: { ...SIZES.h2, face: 'strong' }, above: 19 },
  3: { look: { ...SIZES.h3, face: 'strong' }, above: 15 },
  4: { look: { ...SIZES.h4, face: 'strong' }, above: 9 },
} as const satisfies Readonly<Record<number, { readonly look: TextLook; readonly above: number }>>;

/** Accent above the headings of the sections. */
const ACCENT = { width: 26, height: 2, below: 5 } as const;

export function layHeading({ level, text, place, bookmark }: Heading, width: number): Laid {
  const { look, above } = HEADINGS[level];
  const laid = layWhole(`H${level}`, linesOf(text, look, width), look, above);
  const accent = level === 2 ? ACCENT.height + ACCENT.below : 0;
  const below = level === 2 ? 4 : 2;
  const height = accent + laid.height + below;
  return {
    ...laid,
    height,
    lead: height,
    leads: true,
    draw: (pages, parent) => {
      if (place !== undefined) pages.mark(place);
      if (bookmark !== undefined) pages.bookmark(level, spelledText(bookmark, 'plain'));
      if (accent > 0) {
        pages.artifact(() =>
          pages.document.fillColor(COLOURS.accent).rect(pages.x, pages.y, ACCENT.width, ACCENT.height).fill(),
        );
        pages.y += accent;
      }
      laid.draw(pages, parent);
      pages.y += below;
    },
  };
}

export function layParagraph({ text, small, leads = false }: Of<'paragraph'>, width: number): Laid {
  const look = small === true ? { ...SIZES.small, colour: COLOURS.muted } : SIZES.body;
  return { ...layFlowing('P', linesOf(text, look, width), look, small === true ? 3 : 5), leads };
}

/** Left edge of the text of an item, from that of its list. */
const INDENT = 12;

export function layList({ items, small }: Of<'list'>, width: number): Laid {
  const look = small === true ? SIZES.table : SIZES.body;
  const laid = items.map((item) => layItem(item, look, width));
  const height = laid.reduce((sum, item) => sum + item.height + item.above, 0);
  return {
    height,
    lead: (laid[0]?.lead ?? 0) + (laid[0]?.above ?? 0),
    above: 2,
    draw: (pages, parent) => {
      const list = pages.element(parent, 'L');
      list.dictionary.data.A = { O: 'List', ListNumbering: 'Disc' };
      for (const item of laid) {
        if (item.above + item.lead > pages.room) pages.turn();
        else pages.y += item.above;
        item.draw(pages, list);
      }
    },
  };
}

function layItem(item: Inlines, look: TextLook, width: number): Laid {
  const bullet = linesOf([{ text: '•', as: 'muted' }], look, INDENT);
  const body = layFlowing('LBody', linesOf(item, look, width - INDENT), look, 2);
  return {
    ...body,
    draw: (pages, parent) => {
      const element = pages.element(parent, 'LI');
      const label = pages.element(element, 'Lbl');
      drawLines(pages, label, 'Lbl', bullet, { x: pages.x + 2, y: pages.y, leading: look.leading });
      pages.within(INDENT, () => body.draw(pages, element));
    },
  };
}

const CODE = { across: 7, down: 5 } as const;

/** Lines in letters of a fixed width, on a ground of their own. */
export function layCode({ text }: Of<'code'>, width: number): Laid {
  const look: TextLook = { ...SIZES.code, face: 'code' };
  const lines = linesOf([{ text }], look, width - 2 * CODE.across);
  return {
    height: lines.length * look.leading + 2 * CODE.down,
    lead: Math.min(lines.length, 2 * TOGETHER) * look.leading + 2 * CODE.down,
    above: 3,
    draw: (pages, parent) => {
      const element = pages.element(pages.element(parent, 'P'), 'Code');
      eachPage(pages, lines, look.leading, 2 * CODE.down, (part) => {
        const height = part.length * look.leading + 2 * CODE.down;
        pages.artifact(() => pages.document.fillColor(COLOURS.sunken).rect(pages.x, pages.y, width, height).fill());
        drawLines(pages, element, 'Code', part, {
          x: pages.x + CODE.across,
          y: pages.y + CODE.down,
          leading: look.leading,
        });
        pages.y += height;
      });
    },
  };
}

/** Lines that are never parted. */
function layWhole(tag: string, lines: readonly Line[], look: TextLook, above: number): Laid {
  const height = lines.length * look.leading;
  const most = PAGE.height - PAGE.top - PAGE.bottom;
  if (height > most / 2) return layFlowing(tag, lines, look, above);
  return {
    height,
    lead: height,
    above,
    draw: (pages, parent) => drawPart(pages, pages.element(parent, tag), tag, lines, look),
  };
}

/** Lines that go on where the page ends. */
function layFlowing(tag: string, lines: readonly Line[], look: TextLook, above: number): Laid {
  const together = lines.length <= TOGETHER + 1 ? lines.length : TOGETHER;
  return {
    height: lines.length * look.leading,
    lead: together * look.leading,
    above,
    draw: (pages, parent) => {
      const element = pages.element(parent, tag);
      eachPage(pages, lines, look.leading, 0, (part) => drawPart(pages, element, tag, part, look));
    },
  };
}

function drawPart(
  pages: Pages,
  element: StructureElement,
  tag: string,
  lines: readonly Line[],
  { leading }: TextLook,
): void {
  drawLines(pages, element, tag, lines, { x: pages.x, y: pages.y, leading });
  pages.y += lines.length * leading;
}

/** Hands out as many lines as the page has room for, and turns it until none is left. */
function eachPage(
  pages: Pages,
  lines: readonly Line[],
  leading: number,
  padding: number,
  draw: (part: readonly Line[]) => void,
): void {
  let rest = lines;
  while (rest.length > 0) {
    const fit = Math.max(1, Math.floor((pages.room - padding) / leading + 1e-6));
    // A single last line would stand alone on its page.
    const take = fit < rest.length && rest.length - fit < TOGETHER && fit > TOGETHER ? fit - 1 : fit;
    draw(rest.slice(0, take));
    rest = rest.slice(take);
    if (rest.length > 0) pages.turn();
  }
}

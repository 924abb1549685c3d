import type { PDFDocument } from 'pdfkit';
import type { Verdict } from '../../../model/verdict.ts';
import type { Block } from '../block.ts';
import { COLOURS, SIZES, VERDICT_COLOURS } from '../look.ts';
import { drawLines } from './draw-lines.ts';
import type { TextLook } from './fragment.ts';
import type { Laid } from './laid.ts';
import { drawStack, heightOf } from './laid.ts';
import { linesOf } from './lines.ts';
import { drawSign } from './sign.ts';
import { layHeading, layList } from './text-blocks.ts';

type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>;

const BAND = { across: 18, down: 13, sign: 26, gap: 14 } as const;

/** The verdict of the run in white on its colour, behind its sign. */
export function layBand({ verdict, heading, says }: Of<'band'>, width: number): Laid {
  const { across, down, sign, gap } = BAND;
  const inner = width - 2 * across - sign - gap;
  const head: TextLook = { size: 19, leading: 24, face: 'strong', colour: COLOURS.white };
  const first: TextLook = { size: 11, leading: 15.5, colour: COLOURS.white };
  const other: TextLook = { size: 8.6, leading: 12.5, colour: COLOURS.white };
  const heads = linesOf([{ text: heading }], head, inner);
  const texts = says.map((text, place) => {
    const look = place === 0 ? first : other;
    return { look, lines: linesOf([{ text }], look, inner), above: place === 0 ? 1 : 4 };
  });
  const height =
    2 * down +
    heads.length * head.leading +
    texts.reduce((sum, { look, lines, above }) => sum + above + lines.length * look.leading, 0);
  return {
    height,
    lead: height,
    above: 14,
    draw: (pages, parent) => {
      const { document, x, y } = pages;
      pages.artifact(() => {
        document.fillColor(VERDICT_COLOURS[verdict].solid).roundedRect(x, y, width, height, 3).fill();
        drawSign(document, verdict, x + across - 3, y + down, sign, COLOURS.white);
      });
      const left = x + across + sign + gap;
      pages.y += down;
      drawLines(pages, pages.element(parent, 'H2'), 'H2', heads, { x: left, y: pages.y, leading: head.leading });
      pages.y += heads.length * head.leading;
      for (const { look, lines, above } of texts) {
        pages.y += above;
        drawLines(pages, pages.element(parent, 'P'), 'P', lines, { x: left, y: pages.y, leading: look.leading });
        pages.y += lines.length * look.leading;
      }
      pages.y += down;
    },
  };
}

const CALLOUT = { edge: 4, across: 14, down: 9 } as const;

/** What a reader must not miss, on a ground of its own. */
export function layCallout({ heading, items }: Of<'callout'>, width: number): Laid {
  const { edge, across, down } = CALLOUT;
  const inner = width - edge - 2 * across;
  const stack = [
    layHeading({ kind: 'heading', level: 3, text: [{ text: heading }] }, inner),
    layList({ kind: 'list', items, small: true }, inner),
  ];
  const height = heightOf(stack) + 2 * down;
  return {
    height,
    lead: height,
    above: 12,
    draw: (pages, parent) => {
      const { document, x, y } = pages;
      pages.artifact(() => {
        document.fillColor(COLOURS.warning).rect(x, y, width, height).fill();
        document.fillColor(COLOURS.warningLine).rect(x, y, edge, height).fill();
      });
      const end = y + height;
      pages.y += down;
      pages.within(edge + across, () => drawStack(pages, parent, stack));
      pages.y = end;
    },
  };
}

const BAR = { height: 20, gap: 6, key: 9, between: 16 } as const;

/** Shares of the verdicts as one bar, each with a pattern of its own; named with its number below. */
export function layBar({ shares, words }: Of<'bar'>, width: number): Laid {
  const look = SIZES.table;
  const keys = placed(
    shares.map(({ verdict, words: own }) => {
      const lines = linesOf([{ text: own, as: 'strong' }], look, width);
      return { verdict, lines, width: BAR.key + 4 + (lines[0]?.width ?? 0) };
    }),
    width,
  );
  const rows = 1 + Math.max(0, ...keys.map(({ row }) => row));
  const height = BAR.height + BAR.gap + rows * look.leading;
  return {
    height,
    lead: height,
    above: 4,
    draw: (pages, parent) => {
      const { document, x, y } = pages;
      const figure = pages.element(parent, 'Figure', {
        alt: words,
        placement: 'Block',
        bbox: [x, y, x + width, y + height],
      });
      pages.content(figure, 'Figure', () => {
        for (const { verdict, start, width: share } of shares)
          drawShare(document, verdict, {
            x: x + (start / 100) * width,
            y,
            width: (share / 100) * width,
            height: BAR.height,
          });
      });
      for (const { verdict, lines, left, row } of keys) {
        const top = y + BAR.height + BAR.gap + row * look.leading;
        const box = { x: x + left, y: top + 1, width: BAR.key, height: BAR.key };
        pages.content(figure, 'Figure', () => drawShare(document, verdict, box));
        drawLines(pages, figure, 'Figure', lines, { x: x + left + BAR.key + 4, y: top, leading: look.leading });
      }
      pages.y += height;
    },
  };
}

/** Beside each other from the left, in as many rows as it takes. */
function placed<Key extends { readonly width: number }>(
  keys: readonly Key[],
  width: number,
): readonly (Key & { readonly left: number; readonly row: number })[] {
  let left = 0;
  let row = 0;
  return keys.map((key) => {
    if (left > 0 && left + key.width > width) {
      left = 0;
      row += 1;
    }
    const place = { ...key, left, row };
    left += key.width + BAR.between;
    return place;
  });
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The colour of a verdict under its pattern: none, slanted, level, dotted. */
function drawShare(document: PDFDocument, verdict: Verdict, { x, y, width, height }: Box): void {
  document.save().rect(x, y, width, height).clip();
  document.fillColor(VERDICT_COLOURS[verdict].solid).rect(x, y, width, height).fill();
  document.strokeColor(VERDICT_COLOURS[verdict].tint).fillColor(VERDICT_COLOURS[verdict].tint).lineWidth(0.9);
  if (verdict === 'fail')
    for (let at = x - height; at < x + width; at += 5)
      document
        .moveTo(at, y + height)
        .lineTo(at + height, y)
        .stroke();
  if (verdict === 'error')
    for (let at = y + 2.5; at < y + height; at += 5)
      document
        .moveTo(x, at)
        .lineTo(x + width, at)
        .stroke();
  if (verdict === 'skip')
    for (let across = x + 3; across < x + width; across += 5)
      for (let down = y + 2.5; down < y + height; down += 5) document.circle(across, down, 0.8).fill();
  document.restore();
}

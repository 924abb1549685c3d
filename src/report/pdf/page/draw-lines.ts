import type { StructureElement } from 'pdfkit';
import type { Target } from '../block.ts';
import { VERDICT_COLOURS } from '../look.ts';
import { textWidth } from './faces.ts';
import { fileString } from './file-string.ts';
import type { Fragment } from './fragment.ts';
import type { Line } from './lines.ts';
import type { Pages } from './pages.ts';
import { drawSign } from './sign.ts';

/** A fragment in its place: `x` of its left edge, `base` of the line it stands on. */
interface Placed {
  readonly fragment: Fragment;
  readonly x: number;
  readonly base: number;
}

interface LinesAt {
  readonly x: number;
  readonly y: number;
  readonly leading: number;
  /** Aligns the lines to the right edge of this width. */
  readonly rightIn?: number;
}

/** How far below the top of its line text stands, in parts of the leading. */
export const BASE = 0.74;

/** Draws lines on this page as content of an element; links become elements of their own. */
export function drawLines(
  pages: Pages,
  element: StructureElement,
  tag: string,
  lines: readonly Line[],
  at: LinesAt,
): void {
  const placed = lines.flatMap((line, place) => placedLine(line, place, at));
  drawUnderlay(pages, placed);
  for (const run of runsByTarget(pages, placed)) {
    if (run.link === undefined) pages.content(element, tag, () => drawText(pages, run.placed));
    else drawLink(pages, element, run.placed, run.link);
  }
}

function placedLine({ fragments, width }: Line, place: number, { x, y, leading, rightIn }: LinesAt): readonly Placed[] {
  let left = x;
  if (rightIn !== undefined) left += rightIn - width;
  const base = y + (place + BASE) * leading;
  return fragments.map((fragment) => {
    const placed = { fragment, x: left, base };
    left += fragment.width;
    return placed;
  });
}

/** What gives the text its look and is no content. */
function drawUnderlay(pages: Pages, placed: readonly Placed[]): void {
  const looks = placed.filter(
    ({ fragment: { sign, escaped, to } }) => sign !== undefined || escaped || to !== undefined,
  );
  if (looks.length === 0) return;
  const { document } = pages;
  pages.artifact(() => {
    for (const { fragment, x, base } of looks) {
      const { sign, escaped, to, width, size, colour } = fragment;
      if (escaped)
        document
          .fillColor(VERDICT_COLOURS.error.tint)
          .rect(x, base - size, width, size * 1.3)
          .fill();
      if (sign !== undefined) drawSign(document, sign, x, base - size * 0.84, size, colour);
      if (to !== undefined && isKnown(pages, to)) {
        const start = x + signWidth(fragment);
        const under = base + size * 0.17;
        document
          .strokeColor(colour)
          .lineWidth(0.35)
          .moveTo(start, under)
          .lineTo(x + width - trailing(fragment), under)
          .stroke();
      }
    }
  });
}

const signWidth = ({ sign, width, face, text, size }: Fragment): number =>
  sign === undefined ? 0 : width - textWidth(face, text, size);

const trailing = ({ text, face, size }: Fragment): number => textWidth(face, / *$/.exec(text)?.[0] ?? '', size);

function drawText({ document }: Pages, placed: readonly Placed[]): void {
  for (const { fragment, x, base } of placed) {
    const { face, size, colour, text } = fragment;
    document.font(face, size).fillColor(colour);
    document.text(text, x + signWidth(fragment), base);
  }
}

interface Run {
  readonly link?: Target;
  readonly placed: Placed[];
}

const isKnown = (pages: Pages, to: Target): boolean => 'url' in to || pages.nameOf(to.place) !== undefined;

function runsByTarget(pages: Pages, placed: readonly Placed[]): readonly Run[] {
  const runs: Run[] = [];
  for (const one of placed) {
    const { to } = one.fragment;
    const link = to !== undefined && isKnown(pages, to) ? to : undefined;
    const last = runs.at(-1);
    if (last !== undefined && last.link === link) last.placed.push(one);
    else runs.push({ ...(link && { link }), placed: [one] });
  }
  return runs;
}

function drawLink(pages: Pages, parent: StructureElement, placed: readonly Placed[], to: Target): void {
  const { document } = pages;
  const text = placed.map(({ fragment }) => fragment.text).join('');
  const alt = placed[0]?.fragment.alt;
  const element = pages.element(parent, 'Link', alt === undefined ? {} : { alt });
  pages.content(element, 'Link', () => drawText(pages, placed));
  const options = { Contents: fileString((alt ?? text).trim()), structParent: element };
  for (const { fragment, x, base } of placed) {
    const top = base - fragment.size;
    const height = fragment.size * 1.3;
    if ('url' in to) document.link(x, top, fragment.width, height, to.url, options);
    else document.goTo(x, top, fragment.width, height, pages.nameOf(to.place) ?? '', options);
  }
  // Written now: pdfkit takes the page that is open for the page of the link.
  element.end();
}

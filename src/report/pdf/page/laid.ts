import type { StructureElement } from 'pdfkit';
import type { Pages } from './pages.ts';

/** A block broken into lines for a width: it knows how much room it takes before it is drawn. Lengths are points. */
export interface Laid {
  /** When all of it stands on one page. */
  readonly height: number;
  /** The least that must stand on the page on which it begins. */
  readonly lead: number;
  /** Space above it, unless it stands at the top of a page. */
  readonly above: number;
  /** It must not be the last on its page. */
  readonly leads?: boolean;
  /** Draws it at the place of the pages, over as many of them as it needs, below an element of the structure. */
  readonly draw: (pages: Pages, parent: StructureElement) => void;
}

/** Draws blocks one below another, the first where the pages stand. What leads to a block stays with it. */
export function drawStack(pages: Pages, parent: StructureElement, stack: readonly Laid[]): void {
  for (const [place, laid] of stack.entries()) {
    if (place > 0) {
      if (laid.above + leadFrom(stack, place) > pages.room) pages.turn();
      else pages.y += laid.above;
    }
    laid.draw(pages, parent);
  }
}

/** Of the block at a place, with all that it leads to. */
export function leadFrom(stack: readonly Laid[], place: number): number {
  const laid = stack[place];
  const next = stack[place + 1];
  if (laid === undefined) return 0;
  return laid.leads === true && next !== undefined ? laid.height + next.above + leadFrom(stack, place + 1) : laid.lead;
}

/** As one stands below another. */
export const heightOf = (stack: readonly Laid[]): number =>
  stack.reduce((sum, { height, above }, place) => sum + height + (place === 0 ? 0 : above), 0);

import type { Block } from '../block.ts';
import { PAGE } from '../look.ts';
import { layBand, layBar, layCallout } from './figure-blocks.ts';
import { drawStack, heightOf, type Laid, leadFrom } from './laid.ts';
import { layTable } from './table-block.ts';
import { layCode, layHeading, layList, layParagraph, layTitle } from './text-blocks.ts';

/** A block broken into lines for a width. */
export function lay(block: Block, width: number): Laid {
  switch (block.kind) {
    case 'title':
      return layTitle(block, width);
    case 'heading':
      return layHeading(block, width);
    case 'paragraph':
      return layParagraph(block, width);
    case 'list':
      return layList(block, width);
    case 'code':
      return layCode(block, width);
    case 'table':
      return layTable(block, width);
    case 'band':
      return layBand(block, width);
    case 'callout':
      return layCallout(block, width);
    case 'bar':
      return layBar(block, width);
    case 'beside':
      return layBeside(block, width);
    case 'section':
      return laySection(block, width);
    default:
      return block satisfies never;
  }
}

function laySection({ blocks, newPage }: Extract<Block, { kind: 'section' }>, width: number): Laid {
  const stack = blocks.map((block) => lay(block, width));
  return {
    height: heightOf(stack),
    lead: leadFrom(stack, 0),
    above: stack[0]?.above ?? 0,
    draw: (pages, parent) => {
      if (newPage === true && !pages.isAtTop) pages.turn();
      drawStack(pages, pages.element(parent, 'Sect'), stack);
    },
  };
}

/** Space between two stacks beside each other. */
const GUTTER = 24;

/** Two stacks beside each other; below each other where no page could hold them. */
function layBeside({ share, left, right }: Extract<Block, { kind: 'beside' }>, width: number): Laid {
  const leftWidth = (width - GUTTER) * share;
  const sides = [
    left.map((block) => lay(block, leftWidth)),
    right.map((block) => lay(block, width - GUTTER - leftWidth)),
  ];
  const height = Math.max(...sides.map(heightOf));
  if (height > PAGE.height - PAGE.top - PAGE.bottom) {
    return laySection({ kind: 'section', blocks: [...left, ...right] }, width);
  }
  return {
    height,
    lead: height,
    above: Math.max(0, ...sides.map((stack) => stack[0]?.above ?? 0)),
    draw: (pages, parent) => {
      const top = pages.y;
      for (const [place, stack] of sides.entries()) {
        pages.y = top;
        pages.within(place * (leftWidth + GUTTER), () => drawStack(pages, parent, stack));
      }
      pages.y = top + height;
    },
  };
}

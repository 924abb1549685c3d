import type { Verdict } from '../../../model/verdict.ts';
import type { Inline, Inlines, Target } from '../block.ts';
import { COLOURS, type TextSize, VERDICT_COLOURS } from '../look.ts';
import { type Face, textWidth } from './faces.ts';
import { spelled } from './spelling.ts';

/** Text in one look. */
export interface Fragment {
  readonly text: string;
  readonly face: Face;
  readonly size: number;
  readonly colour: string;
  /** Stands for characters that nobody would see. */
  readonly escaped: boolean;
  /** The sign that stands before it, within its width. */
  readonly sign: Verdict | undefined;
  readonly to: Target | undefined;
  readonly alt: string | undefined;
  /** In points. */
  readonly width: number;
}

/** How the text of a block looks where nothing else is said. */
export interface TextLook extends TextSize {
  readonly colour?: string;
  readonly face?: Face;
}

/** Letters of a fixed width look larger than others. */
const CODE_SCALE = 0.9;
/** Width of the sign of a verdict and the space behind it, in em. */
const SIGN_WIDTH = 1.15;

/** Inline text with everything that is settled by its look; hostile characters are spelled out. */
export function fragmentsOf(inlines: Inlines, look: TextLook): readonly Fragment[] {
  return inlines.flatMap((inline) => {
    const { face, size, colour } = lookOf(inline, look);
    const runs = spelled(inline.text, face);
    return runs.map(({ text, escaped }, place) => {
      const own: Face = escaped ? 'code' : face;
      return {
        text,
        face: own,
        size: escaped && face !== 'code' ? size * CODE_SCALE : size,
        colour: escaped ? VERDICT_COLOURS.error.ink : colour,
        escaped,
        sign: place === 0 ? inline.verdict : undefined,
        to: inline.to,
        alt: inline.alt,
        width: 0,
      };
    });
  });
}

/** The fragment with part of its text; only the first part of one keeps the sign. */
export function withText(fragment: Fragment, text: string, first: boolean): Fragment {
  const { face, size } = fragment;
  const sign = first ? fragment.sign : undefined;
  const signWidth = sign === undefined ? 0 : size * SIGN_WIDTH;
  return { ...fragment, sign, text, width: textWidth(face, text, size) + signWidth };
}

function lookOf({ as, verdict, to }: Inline, { size, colour = COLOURS.text, face = 'plain' }: TextLook) {
  const inCode = as === 'code' || as === 'faint-code' || face === 'code';
  return {
    face: inCode ? 'code' : as === 'strong' ? 'strong' : face,
    size: inCode && face !== 'code' ? size * CODE_SCALE : size,
    colour: colourOf(as, verdict, to, colour),
  } as const;
}

function colourOf(as: Inline['as'], verdict: Verdict | undefined, to: Target | undefined, otherwise: string): string {
  if (verdict !== undefined) return VERDICT_COLOURS[verdict].ink;
  if (to !== undefined) return COLOURS.link;
  return as === 'muted' || as === 'faint-code' ? COLOURS.muted : otherwise;
}

/** A part of a bar, in per cent of its whole; what it looks like is the style's to say. */
export interface Span {
  readonly fill: string;
  readonly start: number;
  readonly width: number;
}

interface SpansProps {
  /** What it shows, in words: nothing is said by the drawing alone. */
  readonly words: string;
  readonly spans: readonly Span[];
  /** Per cent of the whole, for a bar in a list of bars that are compared by length. */
  readonly length?: number;
  readonly thin?: boolean;
}

/** The one kind of chart of the page: parts of a bar. Its names of fills are patterns of `Patterns`. */
export function Spans({ words, spans, length = 100, thin = false }: SpansProps) {
  return (
    <svg class={thin ? 'spans thin' : 'spans'} role="img">
      <title>{words}</title>
      {spans.map(({ fill, start, width }) => (
        <rect
          {...(PATTERNED.has(fill) ? { fill: `url(#share-${fill})` } : { class: `fill-${fill}` })}
          x={percent((start * length) / 100)}
          width={percent((width * length) / 100)}
          height="100%"
        />
      ))}
    </svg>
  );
}

const PATTERNED: ReadonlySet<string> = new Set(['fail', 'error', 'skip', 'none']);

export const percent = (share: number): string => `${Number(share.toFixed(2))}%`;

/** Parts one after the other, from counts; those of nothing are left out. */
export function stacked(parts: readonly { readonly fill: string; readonly count: number }[]): readonly Span[] {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  let before = 0;
  return parts
    .filter(({ count }) => count > 0)
    .map(({ fill, count }) => {
      const start = (before / total) * 100;
      before += count;
      return { fill, start, width: (count / total) * 100 };
    });
}

/** Patterns by which parts are told apart without their colours, once in a page. */
export function Patterns() {
  return (
    <svg class="sprite" aria-hidden="true" focusable="false">
      <pattern id="share-fail" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="solid-fail" width="8" height="8" />
        <rect class="hatch" width="2" height="8" />
      </pattern>
      <pattern id="share-error" width="7" height="7" patternUnits="userSpaceOnUse">
        <rect class="solid-error" width="7" height="7" />
        <rect class="hatch" width="7" height="2" />
      </pattern>
      <pattern id="share-skip" width="7" height="7" patternUnits="userSpaceOnUse">
        <rect class="solid-skip" width="7" height="7" />
        <circle class="hatch" cx="3" cy="3" r="1.3" />
      </pattern>
      <pattern id="share-none" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="solid-none" width="8" height="8" />
        <rect class="dash" width="1.5" height="8" />
      </pattern>
    </svg>
  );
}

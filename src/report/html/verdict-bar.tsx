import type { VerdictCounts } from '../../model/verdict.ts';
import { shareWords, verdictShares } from '../verdict-shares.ts';
import { Spans } from './picture.tsx';

/** Shares of the verdicts as one bar. Each has a pattern of its own, named with its number in the key below. */
export function VerdictBar({ counts }: { readonly counts: VerdictCounts }) {
  const shares = verdictShares(counts);
  return (
    <figure class="bar">
      <VerdictSpans counts={counts} />
      <figcaption aria-hidden="true">
        {shares.map(({ verdict, words }) => (
          <span class="key">
            <Spans words={words} spans={[{ fill: verdict, start: 0, width: 100 }]} />
            {words}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

interface VerdictSpansProps {
  readonly counts: VerdictCounts;
  /** Per cent of the width, for bars that are compared. */
  readonly length?: number;
}

/** The bar alone. */
export function VerdictSpans({ counts, length = 100 }: VerdictSpansProps) {
  const shares = verdictShares(counts);
  return (
    <Spans
      words={shareWords(shares)}
      spans={shares.map(({ verdict, start, width }) => ({ fill: verdict, start, width }))}
      length={length}
    />
  );
}

import type { VerdictCounts } from '../../model/verdict.ts';
import { shareWords, verdictShares } from '../verdict-shares.ts';

/** Shares of the verdicts as one bar. Each has a pattern of its own, named with its number in the key below. */
export function VerdictBar({ counts }: { readonly counts: VerdictCounts }) {
  const shares = verdictShares(counts);
  return (
    <figure class="bar">
      <svg role="img" aria-label={shareWords(shares)} width="100%" height="28">
        <Patterns />
        {shares.map(({ verdict, start, width }) => (
          <rect fill={`url(#share-${verdict})`} x={`${start.toFixed(3)}%`} width={`${width.toFixed(3)}%`} height="28" />
        ))}
      </svg>
      <figcaption aria-hidden="true">
        {shares.map(({ verdict, words }) => (
          <span class="key">
            <svg aria-hidden="true">
              <rect fill={`url(#share-${verdict})`} width="100%" height="100%" />
            </svg>
            {words}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function Patterns() {
  return (
    <defs>
      <pattern id="share-pass" width="8" height="8" patternUnits="userSpaceOnUse">
        <rect class="fill-pass" width="8" height="8" />
      </pattern>
      <pattern id="share-fail" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="fill-fail" width="8" height="8" />
        <rect class="hatch" width="2" height="8" />
      </pattern>
      <pattern id="share-error" width="7" height="7" patternUnits="userSpaceOnUse">
        <rect class="fill-error" width="7" height="7" />
        <rect class="hatch" width="7" height="2" />
      </pattern>
      <pattern id="share-skip" width="7" height="7" patternUnits="userSpaceOnUse">
        <rect class="fill-skip" width="7" height="7" />
        <circle class="hatch" cx="3" cy="3" r="1.3" />
      </pattern>
    </defs>
  );
}

import { grouped } from '../../model/counted.ts';
import type { Verdict, VerdictCounts } from '../../model/verdict.ts';
import { VERDICT_COLUMNS } from '../words.ts';

interface Share {
  readonly verdict: Verdict;
  readonly words: string;
  /** Per cent of all. */
  readonly start: number;
  readonly width: number;
}

/** Shares of the verdicts as one bar. Each has a pattern of its own, named with its number in the key below. */
export function VerdictBar({ counts }: { readonly counts: VerdictCounts }) {
  const shares = sharesOf(counts);
  const words = shares.map((share) => share.words).join(', ');
  return (
    <figure class="bar">
      <svg role="img" aria-label={words === '' ? 'No verdicts' : words} width="100%" height="28">
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

function sharesOf(counts: VerdictCounts): readonly Share[] {
  const total = VERDICT_COLUMNS.reduce((sum, [verdict]) => sum + counts[verdict], 0);
  let before = 0;
  return VERDICT_COLUMNS.filter(([verdict]) => counts[verdict] > 0).map(([verdict, title]) => {
    const start = (before / total) * 100;
    before += counts[verdict];
    return { verdict, words: `${title} ${grouped(counts[verdict])}`, start, width: (counts[verdict] / total) * 100 };
  });
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

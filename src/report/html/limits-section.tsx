import type { RunResult } from '../../model/result.ts';
import { limitsOf } from '../limits.ts';

export function LimitsSection({ result }: { readonly result: RunResult }) {
  return (
    <section aria-labelledby="limits">
      <h2 id="limits">What this does not prove</h2>
      <ul>
        {limitsOf(result).map((limit) => (
          <li>{limit}</li>
        ))}
      </ul>
    </section>
  );
}

import type { CaseResult } from '../../model/result.ts';
import { earlierAttemptWords } from '../earlier-attempts.ts';
import { Text } from './text.tsx';

/** What was cut short when the run stopped: shown, and counted for nothing. */
export function EarlierAttempts({ result: { attempt, earlierAttempts = [] } }: { readonly result: CaseResult }) {
  if (earlierAttempts.length === 0) return null;
  return (
    <div>
      <p>This is attempt {attempt}: the run stopped in the middle of the case, and was resumed.</p>
      <ul>
        {earlierAttempts.map((earlier) => (
          <li>
            <Text value={earlierAttemptWords(earlier)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

import { counted } from '../../model/counted.ts';
import type { CaseResult } from '../../model/result.ts';
import { Text } from './text.tsx';

/** What was cut short when the run stopped: shown, and counted for nothing. */
export function EarlierAttempts({ result: { attempt, earlierAttempts = [] } }: { readonly result: CaseResult }) {
  if (earlierAttempts.length === 0) return null;
  return (
    <div>
      <p>This is attempt {attempt}: the run stopped in the middle of the case, and was resumed.</p>
      <ul>
        {earlierAttempts.map(({ attempt: earlier, exchanges }) => (
          <li>
            Attempt {earlier} was cut short after {counted(exchanges.length, 'exchange')}
            {exchanges.length > 0 && (
              <>
                : <Text value={exchanges.map(({ request }) => request.file).join(', ')} />
              </>
            )}
            . It counts for nothing.
          </li>
        ))}
      </ul>
    </div>
  );
}

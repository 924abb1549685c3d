import type { StepResult } from '../../model/result.ts';
import { answeredBy, unansweredWords } from '../said.ts';
import { Text } from './text.tsx';

interface AttestedProps {
  readonly ask: string;
  readonly attested: NonNullable<StepResult['attested']> | undefined;
  /** Nobody was asked: what the driven client printed tells. */
  readonly printed: boolean;
}

/** A question, and who answered what to it, and when. */
export function AttestedDetails({ ask, attested, printed }: AttestedProps) {
  return (
    <div class="attested">
      <p>
        Asked: <Text value={ask} />
      </p>
      {attested === undefined ? (
        <p class="muted">{unansweredWords(printed)}</p>
      ) : (
        <>
          <p>
            Answered:{' '}
            <strong>
              <Text value={String(attested.answer)} />
            </strong>
            , <Text value={answeredBy(attested)} />
          </p>
          {attested.note !== undefined && (
            <p>
              Note: <Text value={attested.note} />
            </p>
          )}
        </>
      )}
    </div>
  );
}

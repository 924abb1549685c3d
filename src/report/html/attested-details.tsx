import type { StepResult } from '../../model/result.ts';
import { instant } from '../numbers.ts';
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
        <p class="muted">{printed ? 'Nobody was asked: what the client printed tells.' : 'Nobody answered.'}</p>
      ) : (
        <>
          <p>
            Answered:{' '}
            <strong>
              <Text value={String(attested.answer)} />
            </strong>
            , by <Text value={attested.by} />, {instant(attested.at)}
            {attested.way === 'beforehand' && ', before the run'}
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

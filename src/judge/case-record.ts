import type { Exchange } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';

/** All that judging a case rests on: its exchanges in order, and what it leased. The same in the run and in replay. */
export interface CaseRecord {
  readonly exchanges: readonly Exchange[];
  readonly leases: Readonly<Record<string, JsonValue>>;
}

export const EMPTY_RECORD: CaseRecord = { exchanges: [], leases: {} };

/** The exchange that a step itself made, not those of its probes. */
export function exchangeOf(record: CaseRecord, step: string): Exchange | undefined {
  return record.exchanges.findLast(({ ref }) => ref.purpose === 'step' && ref.step === step);
}

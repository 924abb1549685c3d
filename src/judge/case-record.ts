import type { Statement } from '../model/attested.ts';
import type { Driven } from '../model/driven.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { Refused } from '../model/refusal.ts';

/** All that judging a case rests on: its exchanges in order, what it leased, and what was said. The same in the run and in replay. */
export interface CaseRecord {
  readonly exchanges: readonly Exchange[];
  /** What was taken last, by name. */
  readonly leases: Readonly<Record<string, JsonValue>>;
  /** The step that took it, by the same name. */
  readonly leasedBy: Readonly<Record<string, string>>;
  /** Clients that were turned away. */
  readonly refused: readonly Refused[];
  /** What came of asking the client. */
  readonly driven?: Driven;
  /** What a person answered, by step. */
  readonly answers: Readonly<Record<string, Statement>>;
}

export const EMPTY_RECORD: CaseRecord = { exchanges: [], leases: {}, leasedBy: {}, refused: [], answers: {} };

export const withLease = (record: CaseRecord, step: string, name: string, value: JsonValue): CaseRecord => ({
  ...record,
  leases: { ...record.leases, [name]: value },
  leasedBy: { ...record.leasedBy, [name]: step },
});

export const withRefused = (record: CaseRecord, refused: Refused): CaseRecord => ({
  ...record,
  refused: [...record.refused, refused],
});

export const withAnswer = (record: CaseRecord, step: string, answer: Statement): CaseRecord => ({
  ...record,
  answers: { ...record.answers, [step]: answer },
});

/** The exchange that a step itself made, not those of its probes. */
export function exchangeOf(record: CaseRecord, step: string): Exchange | undefined {
  return record.exchanges.findLast(({ ref }) => ref.purpose === 'step' && ref.step === step);
}

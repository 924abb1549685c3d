import type { JournalEvent } from '../model/event.ts';
import { REFUSAL_KINDS } from '../model/refusal.ts';
import type { RefusedInRun } from '../model/result.ts';

/** Everybody who was turned away in a run, by kind. */
export function foldRefused(events: readonly JournalEvent[]): readonly RefusedInRun[] {
  const refused = events.flatMap((event) => (event.type === 'refused' ? [event] : []));
  return REFUSAL_KINDS.flatMap((kind) => {
    const alike = refused.filter((event) => event.kind === kind);
    if (alike.length === 0) return [];
    return [
      {
        kind,
        times: alike.reduce((sum, { times }) => sum + times, 0),
        first: alike.flatMap(({ first }) => first),
        cases: [...new Set(alike.flatMap((event) => event.case ?? []))],
      },
    ];
  });
}

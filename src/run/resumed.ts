import type { Unfinished } from '../journal/unfinished.ts';
import type { Attempts } from '../model/attempts.ts';
import type { Exchange, ExchangeRecord } from '../model/exchange.ts';
import type { RunPlan } from '../model/plan.ts';
import type { LostByStop } from '../model/resumption.ts';
import { Makings } from './makings.ts';

/** What a run that had stopped goes on from. */
export interface Resumed {
  readonly attempts: Attempts;
  readonly preflightPassed: boolean;
  /** Exchanges before the first case. */
  readonly preflighted: number;
  /** What cases made before the stop and nobody has undone. */
  readonly makings: Makings;
  readonly lost: LostByStop;
}

/** `read` gives an exchange as it lies in the evidence. */
export function resumedFrom(
  stopped: Unfinished,
  lost: LostByStop,
  { plan, read }: { readonly plan: RunPlan; readonly read: (record: ExchangeRecord) => Exchange },
): Resumed {
  const { attempts, preflightPassed, exchanges, settled } = stopped;
  const makings = new Makings(plan.api);
  for (const record of exchanges) {
    const { ref } = record;
    const planned = plan.cases.find(({ id }) => id === ref.case);
    const step = planned?.steps.find(({ id }) => id === ref.step);
    if (ref.purpose !== 'step' || planned === undefined || step === undefined || settled.has(ref.id)) continue;
    const undoings = exchanges.filter(
      ({ ref: other }) => other.purpose === 'clean-up' && other.id.startsWith(`${ref.id}-undo-`),
    ).length;
    makings.note(planned, step, read(record), undoings);
  }
  const preflighted = exchanges.filter(({ ref }) => ref.case === undefined).length;
  return { attempts, preflightPassed, preflighted, makings, lost };
}

import { isOfStep } from '../../model/exchange.ts';
import type { RunPlan } from '../../model/plan.ts';
import { interactionOf } from '../timing.ts';
import type { ComparedRun, LatencyChange } from './comparison.ts';

/** How long each interaction took in both runs, in the order of the interface; those that only one of them has are left out. */
export function latencyChanges(before: ComparedRun, after: ComparedRun): readonly LatencyChange[] {
  const [left, right] = [timesOf(before), timesOf(after)];
  return [...left].flatMap(([interaction, times]) => {
    const later = right.get(interaction);
    if (later === undefined) return [];
    return [
      {
        interaction,
        exchanges: [times.length, later.length] as const,
        medianMs: [median(times), median(later)] as const,
      },
    ];
  });
}

/** Milliseconds of the exchanges that came to a response, by the title of their interaction. */
function timesOf({ plan, result }: ComparedRun): ReadonlyMap<string, readonly number[]> {
  const planned = new Map(plan.cases.map((one) => [one.id, one]));
  const times = new Map<string, number[]>(Object.keys(plan.api.interactions).map((name) => [name, []]));
  for (const { id, steps } of result.cases) {
    for (const step of steps) {
      const name = interactionOf(planned.get(id)?.steps ?? [], step.id);
      const took = step.exchanges
        .filter((exchange) => isOfStep(exchange) && exchange.outcome === 'response')
        .map(({ timings }) => timings.totalMs);
      if (name !== undefined) times.set(name, [...(times.get(name) ?? []), ...took]);
    }
  }
  return new Map([...times].filter(([, took]) => took.length > 0).map(([name, took]) => [titleOf(name, plan), took]));
}

const titleOf = (name: string, { api }: RunPlan): string => api.interactions[name]?.title ?? name;

function median(times: readonly number[]): number {
  const ordered = times.toSorted((one, other) => one - other);
  const middle = ordered.length >> 1;
  const upper = ordered[middle] ?? 0;
  return ordered.length % 2 === 1 ? upper : ((ordered[middle - 1] ?? upper) + upper) / 2;
}

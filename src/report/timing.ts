import type { ExchangeRecord, Timings } from '../model/exchange.ts';
import type { Step } from '../model/suite.ts';

/** A phase of an exchange, in milliseconds from its start. */
export interface Phase {
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
}

const ENDS = [
  ['Name resolved', 'dnsMs'],
  ['Connected', 'connectMs'],
  ['TLS agreed', 'tlsMs'],
  ['First byte', 'firstByteMs'],
  ['Complete', 'totalMs'],
] as const satisfies readonly (readonly [string, keyof Timings])[];

/** The phases that were reached, each from the end of the one before; an exchange on an open connection has no more than two. */
export function phasesOf(timings: Timings): readonly Phase[] {
  let startMs = 0;
  return ENDS.flatMap(([name, key]) => {
    const endMs = timings[key];
    if (endMs === undefined) return [];
    const phase = { name, startMs, endMs };
    startMs = endMs;
    return [phase];
  });
}

/** How long the answers to one kind of request took, in milliseconds. */
export interface Latency {
  readonly interaction: string;
  readonly count: number;
  readonly leastMs: number;
  readonly medianMs: number;
  /** No more than one in twenty took longer. */
  readonly p95Ms: number;
  readonly mostMs: number;
}

/** By interaction, in the order in which they came up; exchanges that no response ended are left out, since their time is ours. */
export function latencies(
  exchanges: readonly ExchangeRecord[],
  interactionOf: (exchange: ExchangeRecord) => string | undefined,
): readonly Latency[] {
  const times = new Map<string, number[]>();
  for (const exchange of exchanges) {
    const interaction = exchange.outcome === 'response' ? interactionOf(exchange) : undefined;
    if (interaction === undefined) continue;
    const known = times.get(interaction);
    if (known === undefined) times.set(interaction, [exchange.timings.totalMs]);
    else known.push(exchange.timings.totalMs);
  }
  return [...times].map(([interaction, taken]) => {
    const sorted = taken.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
    return {
      interaction,
      count: sorted.length,
      leastMs: at(0),
      medianMs: at(0.5),
      p95Ms: at(0.95),
      mostMs: at(1),
    };
  });
}

/** What a step sends or awaits; a repetition is what it repeats. */
export function interactionOf(planned: readonly Step[], id: string | undefined): string | undefined {
  const step = planned.find((one) => one.id === id);
  if (step?.kind === 'receive') return step.receive.interaction;
  if (step?.kind !== 'send') return undefined;
  return step.send.kind === 'same' ? interactionOf(planned, step.send.same) : step.send.interaction;
}

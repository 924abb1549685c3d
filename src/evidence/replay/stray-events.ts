import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JournalEvent, JournalLine } from '../../model/event.ts';
import type { ExchangeRef } from '../../model/exchange.ts';
import { exchangeId } from '../../model/exchange-id.ts';
import type { PlannedCase, RunPlan } from '../../model/plan.ts';
import { JOURNAL, PAYLOAD } from '../format/bundle-layout.ts';
import { rejected } from '../format/finding.ts';

/**
 * What a run by this plan would not have written: events of cases, steps and probes that it does not have, exchanges outside of their case,
 * and a gap in their numbers, which tells of one that was taken out. EXCHANGE_MISMATCH, with the line.
 */
export function strayEvents(plan: RunPlan, lines: readonly JournalLine[]): readonly Diagnostic[] {
  const numbering = new Numbering(plan);
  return lines.flatMap(({ event }, place) => {
    const stray = unplanned(plan, event) ?? numbering.follow(event);
    return stray === undefined
      ? []
      : [rejected('EXCHANGE_MISMATCH', stray, { file: `${PAYLOAD}${JOURNAL}`, line: place + 1 })];
  });
}

/** What an event is about: the exchange of one says so itself. */
function placeOf(event: JournalEvent): Partial<Pick<ExchangeRef, 'case' | 'step' | 'probe'>> {
  if (event.type === 'exchange-recorded') return event.exchange.ref;
  return { ...('case' in event && { case: event.case }), ...('step' in event && { step: event.step }) };
}

function unplanned(plan: RunPlan, event: JournalEvent): string | undefined {
  const { case: id, step, probe } = placeOf(event);
  if (probe !== undefined && plan.api.probes[probe] === undefined) return `The interface has no probe ${probe}`;
  if (id === undefined) return step === undefined ? undefined : `The step ${step} is of no case`;
  const planned = plan.cases.find((one) => one.id === id);
  if (planned === undefined) return `The plan has no case ${id}`;
  return step === undefined || stepsAround(plan, planned, event).includes(step)
    ? undefined
    : `${id} has no step ${step}`;
}

/** What a case made is undone by steps of the interface. */
function stepsAround({ api }: RunPlan, { steps }: PlannedCase, event: JournalEvent): readonly string[] {
  const isUndoing = event.type === 'exchange-recorded' && event.exchange.ref.purpose === 'clean-up';
  return (isUndoing ? api.cleanUps.flatMap((one) => one.steps) : steps).map(({ id }) => id);
}

/** An attempt at a case that is under way. */
interface Attempt {
  readonly attempt: number;
  /** How many exchanges of its own it has had. */
  readonly exchanges: number;
  readonly open: boolean;
}

/** Exchanges are numbered within the attempt at their case; what is asked for beside them bears the number of one, and what it is. */
class Numbering {
  readonly #planned: ReadonlyMap<string, PlannedCase>;
  readonly #attempts = new Map<string, Attempt>();
  readonly #seen = new Set<string>();

  constructor(plan: RunPlan) {
    this.#planned = new Map(plan.cases.map((planned) => [planned.id, planned]));
  }

  /** Goes on by one event; gives what is wrong with it. */
  follow(event: JournalEvent): string | undefined {
    switch (event.type) {
      case 'case-started':
        this.#attempts.set(event.case, { attempt: event.attempt, exchanges: 0, open: true });
        return undefined;
      case 'case-finished': {
        const last = this.#attempts.get(event.case);
        if (last !== undefined) this.#attempts.set(event.case, { ...last, open: false });
        return undefined;
      }
      case 'exchange-recorded':
        return this.#exchanged(event.exchange.ref);
      case 'held-back':
        return this.#unheardOf(event.exchange);
      case 'cleaned-up':
        return this.#unheardOf(event.madeBy);
      default:
        return undefined;
    }
  }

  #unheardOf = (id: string): string | undefined => (this.#seen.has(id) ? undefined : `There was no exchange ${id}`);

  #exchanged(ref: ExchangeRef): string | undefined {
    if (this.#seen.has(ref.id)) return `There are two exchanges ${ref.id}`;
    this.#seen.add(ref.id);
    const misfit = membersOf(ref);
    if (misfit !== undefined) return misfit;
    if (ref.purpose === 'token' || ref.purpose === 'clean-up') return this.#beside(ref, ref.purpose);
    if (ref.case === undefined) return ref.id.startsWith(PREFLIGHT) ? undefined : `${ref.id} is no id of the preflight`;
    return this.#within(ref, ref.case);
  }

  #beside({ id, case: of }: ExchangeRef, purpose: keyof typeof BESIDE): string | undefined {
    const planned = this.#planned.get(of ?? '');
    const number = planned === undefined ? PREFLIGHT : exchangeId(planned.index, 0, 1).slice(0, PREFLIGHT.length);
    const fits = id.startsWith(number) && BESIDE[purpose].test(id.slice(number.length));
    return fits ? undefined : `${id} is no id for a ${purpose} of ${of ?? 'the preflight'}`;
  }

  #within({ id, attempt }: ExchangeRef, of: string): string | undefined {
    const current = this.#attempts.get(of);
    const planned = this.#planned.get(of);
    if (current === undefined || planned === undefined || !current.open) return `${id} is outside of its case ${of}`;
    const exchanges = current.exchanges + 1;
    this.#attempts.set(of, { ...current, exchanges });
    const expected = exchangeId(planned.index, exchanges, current.attempt);
    return id === expected && attempt === current.attempt
      ? undefined
      : `${of} has ${id} where ${expected} was to be: an exchange was left out, or is of another case or attempt`;
  }
}

/** After the place of the case: the number of the exchange that it is for, and the attempts there were. */
const BESIDE = {
  token: /^\d{2,}(-\d+)?-token(-\d+)?$/,
  'clean-up': /^\d{2,}(-\d+)?-undo-\d+(-\d+)?(-token(-\d+)?)?$/,
} as const;

/** The place of a case that stands before the first. */
const PREFLIGHT = exchangeId(-1, 0, 1).slice(0, -2);

/** What an exchange must name, for what it was made. */
function membersOf({ id, purpose, case: of, step, probe }: ExchangeRef): string | undefined {
  const wants = (fits: boolean): string | undefined => (fits ? undefined : `${id} has no place as ${purpose}`);
  switch (purpose) {
    case 'preflight':
      return wants(of === undefined && step === undefined && probe === undefined);
    case 'step':
      return wants(step !== undefined && probe === undefined);
    case 'probe-before':
    case 'probe-after':
      return wants(step !== undefined && probe !== undefined);
    case 'unexpected':
      return wants(of !== undefined && step === undefined);
    case 'clean-up':
      return wants(of !== undefined);
    case 'token':
    case 'held-back':
      return undefined;
    default:
      return purpose satisfies never;
  }
}

import { type CreatedResource, createdBy } from '../judge/created.ts';
import type { Exchange } from '../model/exchange.ts';
import type { PlannedCase } from '../model/plan.ts';
import type { Api, CleanUp, RequestTemplate, Step } from '../model/suite.ts';

/** Something that a case made at the system under test, or may have made. */
export interface Made {
  readonly case: string;
  /** Id of the exchange that made it. */
  readonly madeBy: string;
  readonly cleanUp: CleanUp;
  /** False when there was no answer, so that nobody knows whether it was made. */
  readonly answered: boolean;
  /** Absent when the answer does not say. */
  readonly resource?: CreatedResource;
  /** Requests that were sent already to undo it, before the run stopped. */
  readonly undoings: number;
}

/** What the cases of a run have made and what the interface knows how to undo. */
export class Makings {
  readonly #api: Api;
  #made: readonly Made[] = [];

  constructor(api: Api) {
    this.#api = api;
  }

  /** What a case made, in the order in which it did; it is left to the caller to undo it. */
  take(caseId: string): readonly Made[] {
    const taken = this.#made.filter((made) => made.case === caseId);
    this.#made = this.#made.filter((made) => made.case !== caseId);
    return taken;
  }

  /** Looks at what a step of a case exchanged. Also a refusal that was none has made something. */
  note(planned: PlannedCase, step: Step, exchange: Exchange, undoings = 0): void {
    const interaction = step.kind === 'send' ? interactionOf(step.send, planned) : undefined;
    const cleanUp = this.#api.cleanUps.find((one) => one.made === interaction);
    if (cleanUp === undefined || !mayHaveMade(exchange)) return;
    const { ref, response } = exchange;
    const resource = response && createdBy(response, this.#api.fhirVersion);
    const answered = response !== undefined;
    const made: Made = { case: planned.id, madeBy: ref.id, cleanUp, answered, undoings, ...(resource && { resource }) };
    this.#made = [...this.#made, made];
  }
}

/** A request that repeats another is of the same interaction. */
function interactionOf(send: RequestTemplate, planned: PlannedCase): string | undefined {
  if (send.kind === 'interaction') return send.interaction;
  const repeated = planned.steps.find(({ id }) => id === send.same);
  return repeated?.kind === 'send' ? interactionOf(repeated.send, planned) : undefined;
}

/** A success has; without an answer it is open as soon as anything was sent. */
function mayHaveMade({ response, requestWire }: Exchange): boolean {
  if (response === undefined) return requestWire.length > 0;
  return response.status >= 200 && response.status < 300;
}

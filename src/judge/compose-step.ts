import { type Composed, type Composing, compose, tokenNeeded } from '../message/compose.ts';
import { generatedUuid } from '../message/generated-id.ts';
import type { Lookup, Scope } from '../message/scope.ts';
import type { SigningKeys } from '../message/signing-keys.ts';
import type { TokenRequest } from '../message/token-request.ts';
import { connectionOf, urlOver } from '../model/connection.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { InteractionRequest, Mutation, RequestTemplate, SendStep } from '../model/suite.ts';
import { addressOf } from '../model/via.ts';
import { type CaseRecord, exchangeOf } from './case-record.ts';
import { caseScope } from './case-scope.ts';

/** Where a request is composed: for which step of which case, when, after what. */
export interface Occasion {
  readonly plan: RunPlan;
  readonly planned: Pick<PlannedCase, 'id' | 'steps'>;
  readonly record: CaseRecord;
  readonly attempt: number;
  /** Distinguishes requests of one step: the step's own, or a reading of a probe. */
  readonly name: string;
  readonly now: Date;
  readonly keys: SigningKeys;
  /** What came of what was needed. */
  readonly accessToken?: string;
}

/** The request of a step: drafted from its interaction, changed by its mutations, encoded for the wire. */
export function composeStep(step: SendStep, occasion: Occasion): Composed {
  const origin = originOf(step, occasion.planned);
  if (origin === undefined) return { diagnostics: [unknownStep(step)] };
  const composed = composeFrom(origin, { ...occasion, now: timeOf(origin, occasion) });
  const { request } = composed;
  return request === undefined
    ? composed
    : { ...composed, request: { ...request, url: urlOver(request.url, connectionOf(step)) } };
}

/** A request outside the steps, as a probe sends it. */
export function composeRequest(send: RequestTemplate, occasion: Occasion): Composed {
  if (send.kind === 'same') return { diagnostics: [] };
  return composeFrom({ request: send, mutations: [], ids: () => occasion.name }, occasion);
}

/** What a step really sends: for `same`, the request of the step that it repeats. */
interface Origin {
  readonly request: InteractionRequest;
  readonly mutations: readonly Mutation[];
  /** The step whose generated value a name stands for. */
  readonly ids: (name: string) => string;
  /** The step whose clock counts, when it is not this one. */
  readonly repeats?: string;
}

function originOf(step: SendStep, planned: Occasion['planned']): Origin | undefined {
  const { send, mutate: mutations, id } = step;
  if (send.kind === 'interaction') return { request: send, mutations, ids: () => id };
  const repeated = planned.steps.find(({ id: other }) => other === send.same);
  const origin = repeated?.kind === 'send' ? originOf(repeated, planned) : undefined;
  if (origin === undefined) return undefined;
  return {
    request: origin.request,
    mutations: [...origin.mutations, ...mutations],
    ids: (name) => (send.fresh.includes(name) ? id : origin.ids(name)),
    repeats: origin.repeats ?? send.same,
  };
}

/** A repeated request is the same to the second: it is composed by the clock of the first. */
function timeOf(origin: Origin, { record, now }: Occasion): Date {
  const first = origin.repeats === undefined ? undefined : exchangeOf(record, origin.repeats);
  return first === undefined ? now : new Date(first.startedAt);
}

function composeFrom({ request, mutations, ids }: Omit<Origin, 'repeats'>, occasion: Occasion): Composed {
  const ofRequest = mutations.filter(({ in: part }) => part !== 'connection');
  return compose(request, ofRequest, composingOn(occasion, ids));
}

/** The access token that the requests of an interaction need before any step has been carried out. */
export function tokenNeededBy(interaction: string, tokenSet: string, occasion: Occasion): TokenRequest | undefined {
  return tokenNeeded(
    interaction,
    tokenSet,
    composingOn(occasion, () => occasion.name),
  );
}

function composingOn(occasion: Occasion, ids: Origin['ids']): Composing {
  const { plan, planned, record, now, keys, accessToken } = occasion;
  const scope: Scope = {
    ...caseScope(plan, planned, record),
    now: now.toISOString(),
    uuid: uuidRoot(ids, occasion),
  };
  return {
    api: plan.api,
    baseUrl: addressOf(plan.sut),
    scope,
    keys,
    ...(accessToken === undefined ? {} : { accessToken }),
  };
}

function uuidRoot(ids: Origin['ids'], { plan, planned, attempt }: Occasion): Lookup {
  return ([name, ...rest]) =>
    name === undefined || rest.length > 0 ? undefined : generatedUuid(plan.seed, planned.id, ids(name), attempt, name);
}

const unknownStep = (step: SendStep): Diagnostic => ({
  code: 'UNKNOWN_STEP',
  severity: 'error',
  message: `Step "${step.id}" repeats a step that its case does not have`,
  location: { source: step.source },
});

import { EMPTY_RECORD } from '../judge/case-record.ts';
import { composeRequest, type Occasion, tokenNeededBy } from '../judge/compose-step.ts';
import type { SigningKeys } from '../message/signing-keys.ts';
import type { TokenRequest } from '../message/token-request.ts';
import type { TokenAnswer } from '../message/token-response.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JournalEvent } from '../model/event.ts';
import type { HeaderField } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { RunPlan } from '../model/plan.ts';
import type { InteractionRequest } from '../model/suite.ts';
import type { AccessTokens } from './access-tokens.ts';
import { ask } from './ask.ts';
import { exchangeId, tokenExchangeId } from './exchange-id.ts';
import type { Io, PreflightFindings } from './io.ts';
import type { Pace } from './pace.ts';
import { capabilityInteraction, tokenUses } from './token-uses.ts';

interface Setting {
  /** The plan with its secrets. */
  readonly live: RunPlan;
  readonly io: Io;
  readonly keys: SigningKeys;
  readonly tokens: AccessTokens;
  readonly pace: Pace;
  readonly deadlineMs: number;
}

/**
 * Shows that cases can be judged at all: every token set that is exchanged brings an access token, and the system under test shows its
 * CapabilityStatement. The first problem ends it.
 */
export async function* preflight(setting: Setting): AsyncGenerator<JournalEvent, boolean> {
  const { io } = setting;
  const asked = yield* capabilities(setting);
  const { observed, problems } = 'sent' in asked ? asked : { observed: undefined, problems: [asked] };
  yield io.redact({ type: 'preflight-finished', problems, ...(observed === undefined ? {} : { observed }) });
  return problems.every(({ severity }) => severity !== 'error');
}

async function* capabilities(setting: Setting): AsyncGenerator<JournalEvent, PreflightFindings | Diagnostic> {
  const { io, pace, deadlineMs } = setting;
  return yield* ask<PreflightFindings, Diagnostic>(
    {
      async *ask() {
        const headers = yield* capabilityHeaders(setting);
        return 'code' in headers ? headers : io.preflight(headers);
      },
      record: (sent, heldBack, attempt) => {
        const purpose = heldBack ? 'held-back' : 'preflight';
        return io.record({ ...sent, ref: { id: exchangeId(-1, 1, attempt), purpose, attempt } }).record;
      },
    },
    { io, pace, deadlineMs, signal: io.signal },
  );
}

/** The headers with which the interface reads the CapabilityStatement, once there are tokens. */
async function* capabilityHeaders(setting: Setting): AsyncGenerator<JournalEvent, readonly HeaderField[] | Diagnostic> {
  for (const [place, { interaction, tokenSet }] of tokenUses(setting.live).entries()) {
    const needed = tokenNeededBy(interaction, tokenSet, occasion(setting));
    const answer = needed && (yield* obtain(needed, place + 2, setting));
    if (answer !== undefined && 'problem' in answer) return answer.problem;
  }
  const interaction = capabilityInteraction(setting.live.api);
  if (interaction === undefined) return [['Accept', 'application/fhir+json']];
  const { request, needs } = composed(interaction, occasion(setting));
  if (needs === undefined) return request?.headers ?? [];
  const answer = yield* obtain(needs, 1, setting);
  if ('problem' in answer) return answer.problem;
  return composed(interaction, { ...occasion(setting), accessToken: answer.token }).request?.headers ?? [];
}

function composed(interaction: string, at: Occasion): ReturnType<typeof composeRequest> {
  const request: InteractionRequest = { kind: 'interaction', interaction, query: {}, headers: {}, headerSets: [] };
  const composition = composeRequest(request, at);
  const [problem] = composition.diagnostics;
  if (problem !== undefined) throw new HarnessError(problem);
  return composition;
}

const occasion = ({ live, io, keys }: Setting): Occasion => ({
  plan: live,
  planned: { id: 'preflight', steps: [] },
  record: EMPTY_RECORD,
  attempt: 1,
  name: 'preflight',
  now: io.now(),
  keys,
});

async function* obtain(
  needed: TokenRequest,
  place: number,
  { tokens }: Setting,
): AsyncGenerator<JournalEvent, TokenAnswer> {
  const id = tokenExchangeId(exchangeId(-1, place, 1));
  const { answer, record } = await tokens.obtain(needed, { id, purpose: 'token', attempt: 1 });
  if (record !== undefined) yield { type: 'exchange-recorded', exchange: record };
  return answer;
}

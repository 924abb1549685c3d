import { EMPTY_RECORD } from '../judge/case-record.ts';
import { composeRequest, type Occasion, tokenNeededBy } from '../judge/compose-step.ts';
import type { SigningKeys } from '../message/signing-keys.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JournalEvent } from '../model/event.ts';
import type { ExchangeRef, HeaderField } from '../model/exchange.ts';
import { exchangeId } from '../model/exchange-id.ts';
import type { RunPlan } from '../model/plan.ts';
import type { InteractionRequest } from '../model/suite.ts';
import type { AccessTokens } from './access-tokens.ts';
import { ask } from './ask.ts';
import { composeWithToken } from './compose-with-token.ts';
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
  /** Exchanges of a preflight before the run stopped. */
  readonly preflighted: number;
}

/**
 * Shows that cases can be judged at all: every token set that is exchanged brings an access token, and the system under test shows its
 * CapabilityStatement, or that it is there at all where the interface does not speak FHIR. The first problem ends it.
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
      async *ask(time) {
        const headers = yield* capabilityHeaders(setting.preflighted + time, setting);
        return 'code' in headers ? headers : io.preflight(headers);
      },
      record: (sent, heldBack, time) => {
        const attempt = setting.preflighted + time;
        const purpose = heldBack ? 'held-back' : 'preflight';
        return io.record({ ...sent, ref: { id: exchangeId(-1, 1, attempt), purpose, attempt } }).record;
      },
    },
    { io, pace, deadlineMs, signal: io.signal },
  );
}

/** The headers with which the interface reads the CapabilityStatement, once there are tokens. */
async function* capabilityHeaders(
  attempt: number,
  setting: Setting,
): AsyncGenerator<JournalEvent, readonly HeaderField[] | Diagnostic> {
  const { tokens, io } = setting;
  for (const [place, { interaction, tokenSet }] of tokenUses(setting.live).entries()) {
    const again = () => tokenNeededBy(interaction, tokenSet, occasion(setting));
    const needed = again();
    if (needed === undefined) continue;
    const answer = yield* tokens.obtain(needed, { ref: tokenRefOf(place + 2, attempt), again, signal: io.signal });
    if ('problem' in answer) return answer.problem;
  }
  const interaction = capabilityInteraction(setting.live.api);
  if (setting.live.api.fhirVersion === undefined) return [];
  if (interaction === undefined) return [['Accept', 'application/fhir+json']];
  const request: InteractionRequest = { kind: 'interaction', interaction, query: {}, headers: {}, headerSets: [] };
  const { composed } = yield* composeWithToken(
    {
      compose: (occasion) => composeRequest(request, occasion),
      occasion: () => occasion(setting),
      ref: tokenRefOf(1, attempt),
      signal: io.signal,
    },
    tokens,
  );
  return composed.diagnostics[0] ?? composed.request?.headers ?? [];
}

const tokenRefOf = (place: number, attempt: number): ExchangeRef => ({
  id: exchangeId(-1, place, attempt),
  purpose: 'token',
  attempt,
});

const occasion = ({ live, io, keys }: Setting): Occasion => ({
  plan: live,
  planned: { id: 'preflight', steps: [] },
  record: EMPTY_RECORD,
  attempt: 1,
  name: 'preflight',
  now: io.now(),
  keys,
});

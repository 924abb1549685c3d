import type { Occasion } from '../judge/compose-step.ts';
import type { Composed } from '../message/compose.ts';
import type { JournalEvent } from '../model/event.ts';
import type { ExchangeRef } from '../model/exchange.ts';
import type { AccessTokens } from './access-tokens.ts';

export interface Composition {
  readonly compose: (occasion: Occasion) => Composed;
  /** As it is at the moment. */
  readonly occasion: () => Occasion;
  /** The exchange that is to be, and the purpose of asking for a token before it. */
  readonly ref: ExchangeRef;
  readonly signal: AbortSignal;
}

export interface ComposedAt {
  readonly composed: Composed;
  readonly at: Date;
}

/** Composes a request: when it needs an access token, anew and by a new clock once there is one, for that may take its time. */
export async function* composeWithToken(
  { compose, occasion, ref, signal }: Composition,
  tokens: AccessTokens,
): AsyncGenerator<JournalEvent, ComposedAt> {
  const before = occasion();
  const composed = compose(before);
  if (composed.needs === undefined) return { composed, at: before.now };
  const again = () => compose(occasion()).needs;
  const answer = yield* tokens.obtain(composed.needs, { ref, again, signal });
  if ('problem' in answer) return { composed: { diagnostics: [answer.problem] }, at: before.now };
  const after = occasion();
  return { composed: compose({ ...after, accessToken: answer.token }), at: after.now };
}

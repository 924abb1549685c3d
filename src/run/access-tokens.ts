import type { Sent } from '../http/send.ts';
import type { TokenRequest } from '../message/token-request.ts';
import { type TokenAnswer, tokenAnswer } from '../message/token-response.ts';
import type { JournalEvent } from '../model/event.ts';
import type { ExchangeRef } from '../model/exchange.ts';
import { tokenExchangeId } from '../model/exchange-id.ts';
import { ask } from './ask.ts';
import type { Io } from './io.ts';
import { Pace } from './pace.ts';

/** A token is not used for the last part of its life, so that it does not expire on its way. */
const SPARED_MS = 30_000;

/** Who needs an access token. */
export interface TokenSeeker {
  /** The exchange that needs it, and the purpose of asking. */
  readonly ref: ExchangeRef;
  /** Makes the request for it anew, with a new assertion, when the endpoint asks to be asked later. */
  readonly again: () => TokenRequest | undefined;
  readonly signal: AbortSignal;
}

interface Held {
  readonly asked: Promise<TokenAnswer>;
  /** Never, while it is being asked for. */
  staleFromMs: number;
}

type TokenIo = Pick<Io, 'send' | 'record' | 'now' | 'monotonicMs' | 'sleep'>;
type Asking = AsyncGenerator<JournalEvent, TokenAnswer>;

/** The access tokens of a run. Each is asked for once, however many cases need it at once, and again when it is about to expire. */
export class AccessTokens {
  readonly #io: TokenIo;
  readonly #deadlineMs: number;
  /** Token endpoints are no part of the system under test: they hold back, and are held back, apart. */
  readonly #pace: Pace;
  readonly #held = new Map<string, Held>();

  constructor(io: TokenIo, deadlineMs: number) {
    this.#io = io;
    this.#deadlineMs = deadlineMs;
    this.#pace = new Pace(io);
  }

  /** What came of asking. Only the one who really asks tells of it. */
  async *obtain(needed: TokenRequest, seeker: TokenSeeker): Asking {
    const held = this.#held.get(needed.identity);
    if (held !== undefined && this.#io.now().getTime() < held.staleFromMs) return held.asked;
    const { asking, settle, fail } = pending();
    this.#held.set(needed.identity, asking);
    try {
      const { answer, askedAt } = yield* this.#ask(needed, seeker);
      asking.staleFromMs = staleFrom(answer, askedAt);
      settle(answer);
      return answer;
    } catch (cause) {
      asking.staleFromMs = Number.NEGATIVE_INFINITY;
      fail(cause);
      throw cause;
    }
  }

  /** It is recorded before anybody has the token, so that it is known wherever it stands. */
  async *#ask(
    needed: TokenRequest,
    { ref, again, signal }: TokenSeeker,
  ): AsyncGenerator<JournalEvent, { readonly answer: TokenAnswer; readonly askedAt: Date }> {
    const io = this.#io;
    const deadlineMs = this.#deadlineMs;
    const { sent, at } = yield* ask<{ readonly sent: Sent; readonly at: Date }, never>(
      {
        ask: async (attempt) => {
          const { request } = (attempt === 1 ? undefined : again()) ?? needed;
          const at = io.now();
          return { sent: await io.send(request, { deadlineMs, at, signal }), at };
        },
        record: (sent, _, attempt) =>
          io.record({ ...sent, ref: { ...ref, id: tokenExchangeId(ref.id, attempt), attempt } }).record,
      },
      { io, pace: this.#pace, deadlineMs, signal },
    );
    return { answer: tokenAnswer(sent), askedAt: at };
  }
}

/** A token that is being asked for. */
function pending() {
  let settle: (answer: TokenAnswer) => void = () => {};
  let fail: (cause: unknown) => void = () => {};
  const asked = new Promise<TokenAnswer>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  // The one who asks throws; perhaps nobody else waits.
  asked.catch(() => {});
  const asking: Held = { asked, staleFromMs: Number.POSITIVE_INFINITY };
  return { asking, settle, fail };
}

/** Counted from the moment of asking, which is before the token was issued. What failed is not kept. */
function staleFrom(answer: TokenAnswer, askedAt: Date): number {
  const lifeMs = 'token' in answer ? (answer.expiresInSeconds ?? 0) * 1_000 : 0;
  return askedAt.getTime() + lifeMs - Math.min(SPARED_MS, lifeMs / 2);
}

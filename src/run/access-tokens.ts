import type { TokenRequest } from '../message/token-request.ts';
import { type TokenAnswer, tokenAnswer } from '../message/token-response.ts';
import type { ExchangeRecord, ExchangeRef } from '../model/exchange.ts';
import type { Io } from './io.ts';

/** A token is not used for the last part of its life, so that it does not expire on its way. */
const SPARED_MS = 30_000;

/** What came of asking; the exchange only for the one who asked, so that it is told once. */
export interface Obtained {
  readonly answer: TokenAnswer;
  readonly record?: ExchangeRecord;
}

interface Held {
  readonly asked: Promise<Obtained>;
  /** Never, while it is being asked for. */
  staleFromMs: number;
}

/** The access tokens of a run. Each is asked for once, however many cases need it at once, and again when it is about to expire. */
export class AccessTokens {
  readonly #io: Pick<Io, 'send' | 'record' | 'now'>;
  readonly #deadlineMs: number;
  readonly #held = new Map<string, Held>();

  constructor(io: Pick<Io, 'send' | 'record' | 'now'>, deadlineMs: number) {
    this.#io = io;
    this.#deadlineMs = deadlineMs;
  }

  /** `ref` is the place of the exchange in the evidence, if one is needed. */
  async obtain({ identity, request }: TokenRequest, ref: ExchangeRef): Promise<Obtained> {
    const at = this.#io.now();
    const held = this.#held.get(identity);
    if (held !== undefined && at.getTime() < held.staleFromMs) return { answer: (await held.asked).answer };
    const asking: Held = { asked: this.#ask(request, ref, at), staleFromMs: Number.POSITIVE_INFINITY };
    this.#held.set(identity, asking);
    const obtained = await asking.asked;
    asking.staleFromMs = staleFrom(obtained.answer, at);
    return obtained;
  }

  /** It is recorded before anybody has the token, so that it is known wherever it stands. */
  async #ask(request: TokenRequest['request'], ref: ExchangeRef, at: Date): Promise<Obtained> {
    const sent = await this.#io.send(request, { deadlineMs: this.#deadlineMs, at });
    const { record } = this.#io.record({ ...sent, ref });
    return { answer: tokenAnswer(sent), record };
  }
}

/** Counted from the moment of asking, which is before the token was issued. What failed is not kept. */
function staleFrom(answer: TokenAnswer, askedAt: Date): number {
  const lifeMs = 'token' in answer ? (answer.expiresInSeconds ?? 0) * 1_000 : 0;
  return askedAt.getTime() + lifeMs - Math.min(SPARED_MS, lifeMs / 2);
}

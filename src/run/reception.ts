import type { Received } from '../http/receiving.ts';
import type { Driven } from '../model/driven.ts';
import type { HttpRequest } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import type { Refusal, Refused } from '../model/refusal.ts';
import type { ListenFault } from '../model/tls.ts';
import { Refusals } from './refusals.ts';

/** What a client under test is asked to do. */
export interface DriveRequest {
  readonly case: string;
  readonly do: string;
  readonly with: JsonObject;
  /** Where the client finds the provider. */
  readonly baseUrl: string;
  /** Of the provider itself, which tokens name. */
  readonly audience: string;
  /** Aborted when it must not go on. */
  readonly signal: AbortSignal;
}

export type DriveOutcome = Omit<Driven, 'case' | 'do' | 'with'>;

/** How a run deals with a client under test. */
export interface ClientSide {
  /** Where its requests come in. */
  readonly reception: Reception;
  /** Asks it to do something; never throws for what it does. */
  readonly drive: (asked: DriveRequest) => Promise<DriveOutcome>;
  /** From now on the client is met with this fault when it connects over TLS; nothing given, as it should be. */
  readonly meet?: (fault?: ListenFault) => Promise<void>;
  /** Time for each request that must come, in place of what its step says: people are slower than programs. */
  readonly withinMs?: number;
}

/** What a request of the client is taken for, before it is answered. */
export interface Claim {
  /** The step that awaits it; absent when none does. */
  readonly step?: string;
  /** The declared reply that it gets. */
  readonly reply?: string;
  /** However many others have come: the case cannot go on without it. */
  readonly needed?: boolean;
}

/** An exchange that is over, with what its request was taken for. */
export interface Arrival extends Claim {
  readonly received: Received;
}

/** Says what a request is taken for; undefined for one that is not needed when no more of those are kept. */
type Claimant = (request: HttpRequest, isFull: boolean) => Claim | undefined;

const NOBODY: Claimant = (_, isFull) => (isFull ? undefined : {});

/** What is kept of the requests that a case does not need, with their replies. Whoever sends more is turned away. */
const MOST_REQUESTS = 200;
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Where the requests of a client under test come in. The case under way says what each is taken for when it comes, and is given the
 * exchanges one after another when they are over.
 */
export class Reception {
  readonly #claims = new WeakMap<HttpRequest, Claim>();
  readonly #arrived: Arrival[] = [];
  readonly #refusals = new Refusals();
  #claimant = NOBODY;
  #underWay = 0;
  #notNeeded = 0;
  #bytes = 0;
  #wake: () => void = () => {};

  /** From now on requests are taken for what this says; without it, for nothing. */
  claimBy(claimant: Claimant = NOBODY): void {
    this.#claimant = claimant;
    this.#notNeeded = 0;
    this.#bytes = 0;
  }

  /** A request has come: what it is taken for, unless it is one too many. */
  came(request: HttpRequest): Claim | 'too-many' {
    const isFull = this.#notNeeded >= MOST_REQUESTS || this.#bytes >= MOST_BYTES;
    const claim = this.#claimant(request, isFull);
    if (claim === undefined) return 'too-many';
    if (claim.needed !== true) this.#notNeeded += 1;
    this.#claims.set(request, claim);
    this.#underWay += 1;
    return claim;
  }

  /** A client was turned away before it came to a request. */
  refused(refusal: Refusal, at: Date): void {
    this.#refusals.add(refusal, at);
  }

  /** Who was turned away since this was last asked. */
  takeRefused(): readonly Refused[] {
    return this.#refusals.take();
  }

  over(received: Received): void {
    const { request, requestWire, responseWire } = received;
    const claim = this.#claims.get(request);
    if (claim === undefined) return;
    this.#underWay -= 1;
    this.#bytes += requestWire.length + (responseWire?.length ?? 0);
    this.#arrived.push({ ...claim, received });
    this.#wake();
  }

  /**
   * The next exchange that is over; undefined when there is none by the time that `until` resolves and none is under way, or at once when
   * it is called off.
   */
  async next(until: Promise<unknown>, calledOff: AbortSignal): Promise<Arrival | undefined> {
    let isTime = false;
    const time = until.then(() => {
      isTime = true;
    });
    const wake = (): void => this.#wake();
    calledOff.addEventListener('abort', wake);
    while (!calledOff.aborted && this.#arrived.length === 0 && (!isTime || this.#underWay > 0)) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await (isTime ? woken : Promise.race([time, woken]));
    }
    calledOff.removeEventListener('abort', wake);
    return this.#arrived.shift();
  }
}

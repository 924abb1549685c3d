import type { ListenOptions } from '../http/listen.ts';
import type { Received } from '../http/receiving.ts';
import type { Driven } from '../model/driven.ts';
import type { HttpRequest } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import type { Refusal, Refused } from '../model/refusal.ts';
import { crashProblem } from '../model/simulator-crash.ts';
import type { ReceiveStep } from '../model/suite.ts';
import type { ListenFault } from '../model/tls.ts';
import { PastRequests } from './past-requests.ts';
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
  /** The steps that still await a request. */
  readonly awaited: () => readonly ReceiveStep[];
  /** Aborted when it must not go on. */
  readonly signal: AbortSignal;
}

export type DriveOutcome = Omit<Driven, 'case' | 'do' | 'with'>;

/** What is waited for. */
export interface Waiting {
  readonly case: string;
  /** The step that awaits a request; absent when nothing but the end of the client is waited for. */
  readonly step?: string;
  /** Longest time from now on. */
  readonly forMs: number;
}

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
  /** Told whenever something else is waited for. */
  readonly onWaiting?: (waiting: Waiting) => void;
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

/** A request whose exchange came to no end in time. */
export interface GivenUp extends Claim {
  readonly request: HttpRequest;
  /** Present when what was to answer it broke. */
  readonly problem?: string;
}

/** Says what a request is taken for; undefined for one that is not needed when no more of those are kept. */
type Claimant = (request: HttpRequest, isFull: boolean) => Claim | undefined;

const NOBODY: Claimant = (_, isFull) => (isFull ? undefined : {});

/** What is kept of the requests that a case does not need, with their replies. Whoever sends more is turned away. */
const MOST_REQUESTS = 200;
const MOST_BYTES = 32 * 1024 * 1024;

/** What a listener tells of what becomes of a request once it has come, or of a client that comes to none. */
export type Told = Required<Pick<ListenOptions, 'onExchange' | 'onDropped' | 'onCrash' | 'onRefused'>>;

/**
 * Where the requests of a client under test come in. The case under way says what each is taken for when it comes, and is given the
 * exchanges one after another when they are over.
 */
export class Reception {
  /** Of all cases so far. */
  readonly past = new PastRequests();
  /** Requests that have come and are not over. */
  readonly #underWay = new Map<HttpRequest, Claim>();
  readonly #arrived: Arrival[] = [];
  /** What broke over a request, as its exchange tells of it. */
  readonly #crashes = new WeakMap<HttpRequest, string>();
  readonly #broken: GivenUp[] = [];
  readonly #refusals = new Refusals();
  #claimant = NOBODY;
  #notNeeded = 0;
  #bytes = 0;
  #wake: () => void = () => {};

  /** From now on requests are taken for what this says; without it, for nothing. */
  claimBy(claimant: Claimant = NOBODY): void {
    this.#claimant = claimant;
    this.#notNeeded = 0;
    this.#bytes = 0;
  }

  /** Has itself told by a listener whose options these are among. */
  toldBy(now: () => Date): Told {
    return {
      onExchange: (received) => this.over(received),
      onDropped: (request) => this.dropped(request),
      onCrash: (cause, request) => this.crashed(cause, request),
      onRefused: (refusal) => this.refused(refusal, now()),
    };
  }

  /** A request has come: what it is taken for, unless it is one too many. */
  came(request: HttpRequest): Claim | 'too-many' {
    const isFull = this.#notNeeded >= MOST_REQUESTS || this.#bytes >= MOST_BYTES;
    const claim = this.#claimant(request, isFull);
    if (claim === undefined) return 'too-many';
    if (claim.needed !== true) this.#notNeeded += 1;
    this.#underWay.set(request, claim);
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

  /** The exchange is over; of one that was given up nothing more is wanted. */
  over(received: Received): void {
    const { request, requestWire, responseWire } = received;
    const claim = this.#underWay.get(request);
    if (claim === undefined) return;
    this.#underWay.delete(request);
    this.#bytes += requestWire.length + (responseWire?.length ?? 0);
    const problem = this.#crashes.get(request);
    this.#arrived.push({ ...claim, received: problem === undefined ? received : { ...received, problem } });
    this.#wake();
  }

  /** What was to answer a client broke: over this request, where it is known. */
  crashed(cause: unknown, request?: HttpRequest): void {
    if (request !== undefined) this.#crashes.set(request, crashProblem(cause));
  }

  /** There will be no exchange: dealing with the request broke. */
  dropped(request: HttpRequest): void {
    const claim = this.#underWay.get(request);
    const problem = this.#crashes.get(request);
    if (claim !== undefined && problem !== undefined) this.#broken.push({ ...claim, request, problem });
    this.#underWay.delete(request);
    this.#wake();
  }

  /** The requests that will not be over: what answers broke, or nobody waits for them any longer. */
  giveUp(): readonly GivenUp[] {
    const givenUp = [...this.#underWay].map(([request, claim]) => ({ ...claim, request }));
    this.#underWay.clear();
    return [...this.#broken.splice(0), ...givenUp];
  }

  /**
   * The next exchange that is over; undefined when there is none by the time that `until` resolves and none is under way, whatever is under
   * way when `atLast` resolves, or at once when it is called off.
   */
  async next(until: Promise<unknown>, atLast: Promise<unknown>, calledOff: AbortSignal): Promise<Arrival | undefined> {
    const passed = { until: false, atLast: false };
    const wake = (): void => this.#wake();
    const pass = (which: keyof typeof passed) => (): void => {
      passed[which] = true;
      wake();
    };
    until.then(pass('until'));
    atLast.then(pass('atLast'));
    calledOff.addEventListener('abort', wake);
    const isWaiting = (): boolean => !passed.until || (this.#underWay.size > 0 && !passed.atLast);
    while (!calledOff.aborted && this.#arrived.length === 0 && isWaiting()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    calledOff.removeEventListener('abort', wake);
    return this.#arrived.shift();
  }
}

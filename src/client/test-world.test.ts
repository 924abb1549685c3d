import { readFileSync } from 'node:fs';
import { type Listener, listen, type Reply } from '../http/listen.ts';
import type { TestPki } from '../http/test-pki.ts';
import type { TlsSettings } from '../http/tls.ts';
import { fieldValues } from '../message/wire-head.ts';
import type { HeaderField, HttpRequest } from '../model/exchange.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import { createSimulator, type Simulator } from '../simulate/simulator.ts';
import { DEFINITION, VALIDATOR } from '../simulate/test-provider.test.ts';
import { ACTIONS } from './actions.ts';
import type { Outcome } from './client.ts';
import { correctDecisions } from './correct.ts';
import { withClientDefects } from './defects.ts';
import { valuesWith } from './values.ts';

/** In British Summer Time. */
export const NOW = new Date('2026-07-06T09:00:00.000Z');

const BOOKING = JSON.parse(readFileSync('fixtures/uec-booking/booking-request.json', 'utf8')) as JsonValue;

/** May answer a request in place of the provider; `own` is what the provider would have answered. */
export type Interference = (
  request: HttpRequest,
  own: (asked?: HttpRequest) => Reply,
  count: number,
) => Reply | undefined;

export interface Doing {
  readonly action: string;
  readonly given?: JsonObject;
  readonly defects?: readonly string[];
}

/** All that a client did, and said, for one action. */
export interface Done extends Outcome {
  readonly requests: readonly HttpRequest[];
  readonly log: readonly JsonObject[];
  readonly pauses: readonly number[];
}

/** The reference provider on a socket, and clients whose clocks begin on the same July morning and move only while they wait. Ids repeat from one world to the next. */
export class TestWorld {
  #listener?: Listener;
  #simulator?: Simulator;
  #requests: HttpRequest[] = [];
  #interference: Interference = () => undefined;
  #ids = counter('call');
  #tls: TlsSettings | undefined;

  /** Over TLS, when certificates are given. */
  static async open(pki?: TestPki): Promise<TestWorld> {
    const world = new TestWorld();
    world.#tls = pki && { ca: pki.root };
    world.#listener = await listen((request) => world.#answer(request), { port: 0, ...(pki && { tls: pki.server }) });
    world.#simulator = createSimulator(DEFINITION, {
      baseUrl: world.url,
      defects: [],
      validator: VALIDATOR,
      now: () => NOW,
      ids: counter('id'),
    });
    return world;
  }

  get url(): string {
    return this.#listener?.url ?? '';
  }

  close(): Promise<void> | undefined {
    return this.#listener?.close();
  }

  /** From now on. */
  interfere(interference: Interference): void {
    this.#interference = interference;
  }

  async carryOut({ action, given = {}, defects = [] }: Doing): Promise<Done> {
    this.#requests = [];
    const log: JsonObject[] = [];
    const pauses: number[] = [];
    let clockMs = NOW.getTime();
    const outcome = await ACTIONS[action]?.carryOut({
      decisions: withClientDefects(correctDecisions(BOOKING), defects),
      baseUrl: this.url,
      values: valuesWith(given),
      world: {
        now: () => new Date(clockMs),
        ids: this.#ids,
        sleep: async (ms) => {
          pauses.push(ms);
          clockMs += ms;
        },
        log: (line) => log.push(JSON.parse(line) as JsonObject),
        deadlineMs: 5_000,
        ...(this.#tls && { tls: this.#tls }),
      },
    });
    if (outcome === undefined) throw new Error(`There is no action ${action}`);
    return { ...outcome, requests: this.#requests, log, pauses };
  }

  /** Books, and gives the id of what was booked. */
  async booked(given: JsonObject = {}): Promise<string> {
    const { tells } = await this.carryOut({ action: 'book', given });
    return /Reference: (.+)\.$/.exec(tells)?.[1] ?? '';
  }

  #answer(request: HttpRequest): Reply {
    this.#requests.push(request);
    const own = (asked = request): Reply => {
      if (this.#simulator === undefined) throw new Error('A request came before the provider was ready');
      return this.#simulator.handle(asked);
    };
    return this.#interference(request, own, this.#requests.length) ?? own();
  }
}

function counter(name: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${name}-${count}`;
  };
}

export const replyWith = (status: number, headers: readonly HeaderField[] = [], resource?: JsonObject): Reply => ({
  response: {
    status,
    reason: '',
    headers: resource === undefined ? headers : [['Content-Type', 'application/fhir+json'], ...headers],
    body: Buffer.from(resource === undefined ? '' : JSON.stringify(resource)),
  },
});

/** The work is done, and nobody is told. */
export const lost = (reply: Reply): Reply => ({ ...reply, fault: { ending: { at: 'before-headers', by: 'reset' } } });

/** As from who does not read gzip. */
export const plainly = (request: HttpRequest): HttpRequest => ({
  ...request,
  headers: request.headers.filter(([name]) => name !== 'Accept-Encoding'),
});

export const header = ({ headers }: Pick<HttpRequest, 'headers'>, name: string): string | undefined =>
  fieldValues(headers, name)[0];

export const textOf = ({ body }: Pick<HttpRequest, 'body'>): string => Buffer.from(body).toString('utf8');

/** Header and claims of the token of a request. */
export function tokenOf(request: HttpRequest): { readonly claims: JsonObject; readonly signature: string } {
  const [, claims = '', signature = 'none'] = (header(request, 'Authorization') ?? '').split('.');
  return { claims: JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as JsonObject, signature };
}

import { send } from '../http/send.ts';
import { compose } from '../message/compose.ts';
import { uuidRoot } from '../message/generated-id.ts';
import { interpolate } from '../message/interpolate.ts';
import type { Scope } from '../message/scope.ts';
import { SigningKeys } from '../message/signing-keys.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { HttpRequest } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { JsonObject } from '../model/json.ts';
import type { Template } from '../model/suite.ts';
import { type Answer, answerOf, headerOf, isSuccess } from './answer.ts';
import type { Client } from './client.ts';
import { logLine } from './logging.ts';
import { pauseAfter } from './retry.ts';
import { written } from './writing.ts';

/** What a request is about, beside what every request reads. */
export interface About {
  readonly body?: Template;
  /** Further roots of templates, as `slot`. */
  readonly scope?: JsonObject;
}

/**
 * Makes a request of the client, and makes it again as its policy says. A request that is made again says the same under a token of its
 * own; every attempt without success is logged.
 *
 * @throws HarnessError UNKNOWN_VALUE when what the request is about lacks something that it needs.
 */
export async function call(client: Client, interaction: string, { body, scope }: About = {}): Promise<Answer> {
  const { decisions, world } = client;
  let id = world.ids();
  const filled = body === undefined ? scope : { ...scope, body: fill(body, scopeOf(client, id, scope)) };
  for (let attempt = 1; ; attempt += 1) {
    const request = composed(client, interaction, scopeOf(client, id, filled));
    const answer = await ask(client, request, attempt);
    if (isSuccess(answer)) return answer;
    world.log(logLine(answer, decisions.logging));
    const pauseMs = pauseAfter(answer, decisions.retry, world.now());
    if (pauseMs === undefined) return answer;
    await world.sleep(pauseMs);
    if (decisions.retry.requestId === 'new') id = world.ids();
  }
}

function scopeOf({ baseUrl, values, world }: Client, id: string, more: JsonObject = {}): Scope {
  return { ...more, values, target: baseUrl, now: world.now().toISOString(), uuid: uuidRoot(id) };
}

function fill(template: Template, scope: Scope) {
  const { value, diagnostics } = interpolate(template, scope);
  if (value === undefined) throw incomplete(diagnostics);
  return value;
}

/** Its tokens are unsecured. */
const NO_KEYS = new SigningKeys();

function composed({ decisions, baseUrl }: Client, interaction: string, scope: Scope): HttpRequest {
  const { request, diagnostics } = compose(
    {
      kind: 'interaction',
      interaction,
      query: {},
      headers: {},
      headerSets: [],
      // The text of a resource that came from elsewhere is no template, whatever stands in it.
      ...('body' in scope && { body: '${body}' }),
    },
    decisions.mutations,
    { api: decisions.requests, baseUrl, scope, keys: NO_KEYS },
  );
  if (request === undefined) throw incomplete(diagnostics);
  return written(request, decisions.writing);
}

async function ask({ decisions, world }: Client, request: HttpRequest, attempt: number): Promise<Answer> {
  const { deadlineMs, tls, signal } = world;
  const options = { deadlineMs, ...(tls && { tls }), ...(signal && { signal }), now: () => world.now().toISOString() };
  const sent = await send(request, options);
  const location = headerOf(sent, 'Location');
  const { status = 0 } = sent.response ?? {};
  if (decisions.redirects === 'refuse' || location === undefined || status < 300 || status > 399)
    return answerOf(sent, attempt, decisions.requests.fhirVersion);
  const elsewhere = await send({ ...request, url: new URL(location, request.url).href }, options);
  return answerOf(elsewhere, attempt, decisions.requests.fhirVersion);
}

function incomplete([problem]: readonly Diagnostic[]): HarnessError {
  return new HarnessError(
    problem ?? { code: 'COMPOSE_FAILED', severity: 'error', message: 'The request cannot be composed' },
  );
}

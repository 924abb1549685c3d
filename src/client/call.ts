import { type Sent, send } from '../http/send.ts';
import { compose } from '../message/compose.ts';
import { uuidRoot } from '../message/generated-id.ts';
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
import { sendTrustingAnybody } from './trusting.ts';
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
  const since = world.now();
  let id = world.ids();
  for (let attempt = 1; ; attempt += 1) {
    const request = composed(client, interaction, body, {
      ...scope,
      values: client.values,
      target: client.audience ?? client.baseUrl,
      now: since.toISOString(),
      attemptedAt: world.now().toISOString(),
      uuid: uuidRoot(id),
    });
    const answer = await ask(client, request, attempt);
    if (isSuccess(answer)) return answer;
    world.log(logLine(answer, decisions.logging));
    const pauseMs = pauseAfter(answer, decisions.retry, world.now());
    if (pauseMs === undefined) return answer;
    await world.sleep(pauseMs);
    if (decisions.retry.requestId === 'new') id = world.ids();
  }
}

/** Its tokens are unsecured. */
const NO_KEYS = new SigningKeys();

function composed(
  { decisions, baseUrl }: Client,
  interaction: string,
  body: Template | undefined,
  scope: Scope,
): HttpRequest {
  const { request, diagnostics } = compose(
    {
      kind: 'interaction',
      interaction,
      query: {},
      headers: {},
      headerSets: [],
      ...(body !== undefined && { body }),
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
  const isCareless = decisions.trusts === 'anybody' && request.url.startsWith('https:');
  const sent = await (isCareless ? sendTrustingAnybody : send)(request, options);
  const elsewhere = decisions.redirects === 'follow' ? redirected(request, sent) : undefined;
  const last = elsewhere === undefined ? sent : await send(elsewhere, options);
  return answerOf(last, attempt, decisions.requests.fhirVersion);
}

/** The request as it stands, token and all, to where the reply points. */
function redirected(request: HttpRequest, sent: Sent): HttpRequest | undefined {
  const { status = 0 } = sent.response ?? {};
  const location = headerOf(sent, 'Location');
  const isRedirect = status >= 300 && status < 400 && location !== undefined;
  return isRedirect ? { ...request, url: new URL(location, request.url).href } : undefined;
}

function incomplete([problem]: readonly Diagnostic[]): HarnessError {
  return new HarnessError(
    problem ?? { code: 'COMPOSE_FAILED', severity: 'error', message: 'The request cannot be composed' },
  );
}

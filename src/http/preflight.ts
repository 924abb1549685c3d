import { Client } from 'fhir-kit-client';
import { fieldValues } from '../message/wire-head.ts';
import { brokenExchange } from '../model/broken-exchange.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { HeaderField, HttpResponse } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';
import { isRecord } from '../model/shape.ts';
import { type ObservedSystem, observedIn } from '../model/system-under-test.ts';
import { prepare } from './prepare.ts';
import { type SendOptions, type Sent, send } from './send.ts';
import { sendingDispatcher } from './sending-dispatcher.ts';

/** What a look at the system under test before the run brought to light. */
export interface Preflight {
  readonly sent: Sent;
  /** Absent when there are problems, and when the system has no CapabilityStatement. */
  readonly observed?: ObservedSystem;
  readonly problems: readonly Diagnostic[];
}

/**
 * Reads the CapabilityStatement (https://hl7.org/fhir/STU3/http.html#capabilities) below the base URL with fhir-kit-client,
 * over the same recorded connection that every other request takes. At most one problem is named, the first on the way.
 *
 * @throws HarnessError when the request cannot be made: HEADER_INJECTION, COMPOSE_FAILED
 */
export async function preflight(
  baseUrl: string,
  headers: readonly HeaderField[],
  options: SendOptions,
): Promise<Preflight> {
  prepare({ method: 'GET', url: baseUrl, headers, body: new Uint8Array() });
  let sent: Sent | undefined;
  const dispatcher = sendingDispatcher(async (request) => {
    sent = await send({ ...request, headers }, options);
    return sent.response;
  });
  const client = new Client({ baseUrl, requestOptions: { dispatcher, redirect: 'manual' } });
  const statement: unknown = await client.capabilityStatement().catch((cause: unknown) => cause);
  if (sent === undefined) throw new HarnessError(unsendable(baseUrl), statement);

  const problem = brokenExchange(sent) ?? unfit(sent.response, statement);
  if (problem !== undefined) return { sent, problems: [problem] };
  return { sent, problems: [], observed: observedIn(isRecord(statement) ? statement : {}) };
}

/**
 * Whether a system that does not speak FHIR is there at all: whatever it answers at its base URL shows that it is, and nothing else.
 *
 * @throws HarnessError when the request cannot be made: HEADER_INJECTION, COMPOSE_FAILED
 */
export async function reach(
  baseUrl: string,
  headers: readonly HeaderField[],
  options: SendOptions,
): Promise<Preflight> {
  const sent = await send({ method: 'GET', url: baseUrl, headers, body: new Uint8Array() }, options);
  const problem = brokenExchange(sent);
  return { sent, problems: problem === undefined ? [] : [problem] };
}

/** Why what came back is no CapabilityStatement in JSON. */
function unfit(response: HttpResponse | undefined, statement: unknown): Diagnostic | undefined {
  if (response?.status !== 200) return failed(`it answers with ${statusOf(response)}`);
  if (response.body.length === 0) return failed('its answer is empty');
  if (isRecord(statement) && statement['resourceType'] === 'CapabilityStatement') return undefined;
  if (isRecord(statement) && !(statement instanceof Error)) {
    return failed(`what it answers with is ${nameOf(statement['resourceType'])}`);
  }
  const [mediaType = 'no media type'] = fieldValues(response.headers, 'content-type');
  return failed(/\bjson\b/i.test(mediaType) ? 'its answer is not JSON' : `its answer is not JSON but ${mediaType}`);
}

/** Redirects are not followed: they could lead to another system than the one under test. */
function statusOf(response: HttpResponse | undefined): string {
  const [location] = response === undefined ? [] : fieldValues(response.headers, 'location');
  const line = `${response?.status} ${response?.reason}`.trimEnd();
  return location === undefined ? line : `${line} and sends on to ${location}, which is not followed`;
}

const nameOf = (resourceType: unknown): string =>
  typeof resourceType === 'string' ? `a ${resourceType}` : 'no FHIR resource';

const failed = (why: string): Diagnostic => ({
  code: 'PREFLIGHT_FAILED',
  severity: 'error',
  message: `The system under test does not show its CapabilityStatement: ${why}`,
  hint: 'GET [base]/metadata must give status 200 and a CapabilityStatement in application/fhir+json.',
});

const unsendable = (baseUrl: string): Diagnostic => ({
  code: 'COMPOSE_FAILED',
  severity: 'error',
  message: `No request can be made to ${JSON.stringify(baseUrl)}`,
  hint: 'fetch keeps some ports closed (https://fetch.spec.whatwg.org/#port-blocking): is the port right?',
});

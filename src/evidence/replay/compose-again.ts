import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { CaseRecord } from '../../judge/case-record.ts';
import { composeRequest, composeStep, type Occasion } from '../../judge/compose-step.ts';
import { asReceived } from '../../message/content-coding.ts';
import { edited } from '../../message/json-pointer.ts';
import { type ReadKey, SigningKeys } from '../../message/signing-keys.ts';
import { requestTarget } from '../../message/wire.ts';
import type { Exchange, ExchangeRecord, HeaderField, HttpRequest } from '../../model/exchange.ts';
import type { JsonValue } from '../../model/json.ts';
import type { PlannedCase, RunPlan } from '../../model/plan.ts';
import { fitsAround } from '../../redact/around.ts';

/**
 * What comes of composing a request again: it is the one that was sent, it is another, and why, or nobody can tell
 * without what the evidence does not hold.
 */
export type ComposedAgain = { readonly same: true } | { readonly differs: string } | { readonly unknown: true };

/** Where a request stands in a run. */
export interface Sending {
  readonly plan: RunPlan;
  readonly planned: PlannedCase;
  /** Of the case so far. */
  readonly record: CaseRecord;
}

/**
 * Composes the request of an exchange again, from the plan, the seed of the run, its time and what the case had seen before, and
 * compares it with the recorded one. Fields that were redacted are left out of account, but for credentials: what is around their stand-ins
 * was composed too.
 */
export function composeAgain(sending: Sending, exchange: Exchange, { redactions }: ExchangeRecord): ComposedAgain {
  const composed = composedFor(sending, exchange, ACCESS_TOKEN);
  if (composed === undefined) return { unknown: true };
  const { request } = composed;
  if (request === undefined) {
    return { differs: 'the plan has no such request' };
  }
  const inRequest = redactions.filter(({ message }) => message === 'request');
  const part = differingPart(request, exchange, {
    places: new Set(inRequest.map(({ at }) => at)),
    credentials: new Set(inRequest.filter(({ rule }) => CREDENTIALS.has(rule)).map(({ at }) => at.toLowerCase())),
    // What an endpoint issued stands in no plan.
    isIssued: (name, value) => {
      const other = composedFor(sending, exchange, OTHER_ACCESS_TOKEN)?.request?.headers ?? [];
      return !other.map(plain).some(([its, say]) => its === name && unsigned(say) === unsigned(value));
    },
  });
  return part === undefined ? { same: true } : { differs: part };
}

const CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

/** Signatures and access tokens stand redacted in the evidence, so any will do to compose what can be compared. */
class AnyKeys extends SigningKeys {
  readonly #made = new Map<string, KeyObject>();

  override read(_pem: string, alg: string): ReadKey {
    const namedCurve = CURVES[alg];
    const key =
      this.#made.get(alg) ??
      (namedCurve === undefined
        ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
        : generateKeyPairSync('ec', { namedCurve }).privateKey);
    this.#made.set(alg, key);
    return { key };
  }
}

/** Signatures come out otherwise each time. */
const unsigned = (token: string): string => token.replace(/\.[^.]*$/, '');

/** Rules by which a credential gets stand-ins, as a whole or in its parts. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  'bearer',
  'credentials',
  'secret-header',
  'token-claims',
  'token-signature',
]);

const KEYS = new AnyKeys();
/** In the form of a JWT, so that mutations find its parts. */
const ACCESS_TOKEN = 'e30.e30.any';
/** With no part in common with the first. */
const OTHER_ACCESS_TOKEN = 'eyJhIjoxfQ.eyJhIjoxfQ.other';

function composedFor({ plan, planned, record }: Sending, { ref, startedAt }: Exchange, accessToken: string) {
  const occasion: Occasion = {
    plan,
    planned,
    record,
    attempt: ref.attempt,
    name: ref.purpose === 'step' ? String(ref.step) : `${ref.step}/${ref.purpose}/${ref.probe}`,
    now: new Date(startedAt),
    keys: KEYS,
    accessToken,
  };
  if (ref.purpose === 'probe-before' || ref.purpose === 'probe-after') {
    const probe = plan.api.probes[ref.probe ?? ''];
    return probe === undefined ? { diagnostics: [] } : composeRequest(probe.send, occasion);
  }
  if (ref.purpose !== 'step') return undefined;
  const step = planned.steps.find(({ id }) => id === ref.step);
  if (step === undefined) return { diagnostics: [] };
  return step.kind === 'send' ? composeStep(step, occasion) : undefined;
}

/** What was redacted in a request. */
interface Redacted {
  readonly places: ReadonlySet<string>;
  /** Those among the places, in small letters, where credentials stood. */
  readonly credentials: ReadonlySet<string>;
  /** Whether a header as composed follows from a token that an endpoint issued. */
  readonly isIssued: (name: string, value: string) => boolean;
}

/** The first part in which what was sent is not what the plan says. */
function differingPart(
  composed: HttpRequest,
  { request: sent, requestWire }: Exchange,
  redacted: Redacted,
): string | undefined {
  if (composed.method !== sent.method) return 'its method differs';
  if (!redacted.places.has('url') && !isSameUrl(composed, sent)) return 'its URL differs';
  // Without a connection nothing was sent but what the journal says of it.
  if (requestWire.length === 0) return undefined;
  return differingHeader(composed.headers, sent.headers, redacted) ?? differingBody(composed, sent, redacted.places);
}

function isSameUrl(composed: HttpRequest, sent: HttpRequest): boolean {
  const sameServer = has(composed.headers, 'host') || new URL(composed.url).host === new URL(sent.url).host;
  return sameServer && requestTarget(composed.url) === requestTarget(sent.url);
}

/** Added to every request where they are not given. */
const ADDED: ReadonlySet<string> = new Set(['host', 'content-length', 'connection']);

function differingHeader(
  composed: readonly HeaderField[],
  sent: readonly HeaderField[],
  { places, credentials, isIssued }: Redacted,
): string | undefined {
  const wanted = composed.map(plain);
  const found = sent.map(plain).filter(([name]) => has(composed, name) || !ADDED.has(name));
  const length = Math.max(wanted.length, found.length);
  const names = new Set([...places].map((at) => at.toLowerCase()));
  for (let place = 0; place < length; place += 1) {
    const [name = '', value = ''] = wanted[place] ?? [];
    const [sentName = '', sentValue = ''] = found[place] ?? [];
    if (name !== sentName) return `its header ${name || sentName} differs`;
    if (value === sentValue) continue;
    const at = `header ${name}`;
    if (!names.has(at)) return `its header ${name} differs`;
    if (credentials.has(at) && !fitsAround(value, sentValue) && !isIssued(name, value))
      return `its header ${name} differs around what was redacted`;
  }
  return undefined;
}

/** As it is after its way over the wire. */
const plain = ([name, value]: HeaderField): HeaderField => [
  name.toLowerCase(),
  Buffer.from(value, 'latin1').toString('latin1').trim(),
];

const has = (headers: readonly HeaderField[], wanted: string): boolean =>
  headers.some(([name]) => name.toLowerCase() === wanted);

const IN_BODY = /^body (\/.*)$/s;

function differingBody(composed: HttpRequest, sent: HttpRequest, redacted: ReadonlySet<string>): string | undefined {
  const places = [...redacted].filter((at) => at.startsWith('body'));
  const { body: wanted } = asReceived(composed);
  if (places.length === 0) return Buffer.from(wanted).equals(Buffer.from(sent.body)) ? undefined : 'its body differs';
  const pointers = places.map((at) => IN_BODY.exec(at)?.[1]);
  const [before, after] = [wanted, sent.body].map(jsonIn);
  // What was redacted is no place of a JSON text.
  if (before === undefined || after === undefined || pointers.includes(undefined)) return undefined;
  const without = (value: JsonValue): JsonValue =>
    pointers.reduce<JsonValue>((kept, at = '') => edited(kept, at, { op: 'replace', value: null }) ?? kept, value);
  return isDeepStrictEqual(without(before), without(after)) ? undefined : 'its body differs';
}

function jsonIn(body: Uint8Array): JsonValue | undefined {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as JsonValue;
  } catch {
    return undefined;
  }
}

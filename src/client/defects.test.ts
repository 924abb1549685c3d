import { deepEqual, equal, throws } from 'node:assert/strict';
import { makeTestPki } from '../http/test-pki.ts';
import type { HttpRequest } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { JsonObject } from '../model/json.ts';
import type { ServerFault } from '../model/tls.ts';
import { correctDecisions } from './correct.ts';
import { CLIENT_DEFECTS, withClientDefects } from './defects.ts';
import { type Interference, lost, plainly, replyWith, TestWorld, textOf, tokenOf } from './test-world.test.ts';

interface Situation {
  readonly action: string;
  readonly given?: JsonObject;
  readonly interference?: Interference;
  /** What is wrong with the certificate of the provider. */
  readonly certificate?: ServerFault;
}

const failing =
  (status: number, times: number): Interference =>
  ({ method }, own, count) =>
    method === 'GET' && count <= times ? replyWith(status) : own();

/** Somebody else writes a comment between the first reading and the first cancellation. */
const conflict: Interference = (request, own, count) => {
  if (request.method === 'PUT') return replyWith(count === 2 ? 409 : 200);
  const read = JSON.parse(textOf(own(plainly(request)).response)) as JsonObject;
  return count === 1
    ? replyWith(200, [['ETag', 'W/"1"']], read)
    : replyWith(200, [['ETag', 'W/"2"']], { ...read, comment: 'Ground floor' });
};

/** The appointment has what the client knows nothing of. */
const unknownElement: Interference = (request, own) => {
  if (request.method === 'PUT') return replyWith(200);
  const read = JSON.parse(textOf(own(plainly(request)).response)) as JsonObject;
  return replyWith(200, [['ETag', 'W/"1"']], { ...read, colour: 'blue' });
};

const inWinter: Interference = (request, own) => {
  const read = JSON.parse(textOf(own(plainly(request)).response)) as JsonObject;
  return replyWith(200, [], { ...read, start: '2027-01-14T09:30:00Z' });
};

const SITUATIONS = {
  search: { action: 'search' },
  book: { action: 'book' },
  'book in XML': { action: 'book', given: { format: 'xml' } },
  list: { action: 'list' },
  cancel: { action: 'cancel' },
  'cancel what has an unknown element': { action: 'cancel', interference: unknownElement },
  'cancel what has been changed': { action: 'cancel', interference: conflict },
  'search, first refused': { action: 'search', interference: failing(400, 1) },
  'search, then 500': { action: 'search', interference: failing(500, 1) },
  'search, then 500 ten times': { action: 'search', interference: failing(500, 10) },
  'search, then 502': { action: 'search', interference: failing(502, 1) },
  'search, then silence': {
    action: 'search',
    interference: (_, own, count) => (count === 1 ? lost(own()) : own()),
  },
  'search, then a redirect': {
    action: 'search',
    interference: (_, own, count) => (count === 1 ? replyWith(307, [['Location', '/elsewhere']]) : own()),
  },
  'search, where all is taken': {
    action: 'search',
    interference: (request, own) => own({ ...request, url: request.url.replace('status=free', 'status=busy') }),
  },
  'search at a provider that is somebody else': { action: 'search', certificate: 'other-name' },
  'read, in winter': { action: 'read', interference: inWinter },
  'list, refused': { action: 'list', interference: failing(403, 1) },
} as const satisfies Readonly<Record<string, Situation>>;

/** Where each is seen first, and what of it. */
const SEEN: Readonly<Record<string, readonly [situation: keyof typeof SITUATIONS, difference: string]>> = {
  'no-encoding': ['list', 'URL of GET 1'],
  'no-start-bound': ['search', 'URL of GET 1'],
  'strict-bounds': ['search', 'URL of GET 1'],
  'local-time-without-offset': ['search', 'URL of GET 1'],
  'dates-without-times': ['search', 'URL of GET 1'],
  'unknown-slot-status': ['search', 'URL of GET 1'],
  'no-service': ['search', 'URL of GET 1'],
  'nhs-number-without-system': ['list', 'URL of GET 1'],
  'missing-trace-id': ['search', 'Ssp-TraceID of GET 1'],
  'trace-id-is-a-number': ['search', 'Ssp-TraceID of GET 1'],
  'missing-sender': ['search', 'Ssp-From of GET 1'],
  'short-asid': ['search', 'Ssp-To of GET 1'],
  'wrong-interaction-id': ['cancel', 'Ssp-InteractionID of PUT 2'],
  'no-request-id': ['search', 'X-Request-ID of GET 1'],
  'one-request-id': ['search', 'X-Request-ID of GET 1'],
  'accepts-nothing': ['search', 'Accept of GET 1'],
  'accepts-html': ['search', 'Accept of GET 1'],
  'plain-content-type': ['book', 'Content-Type of POST 2'],
  'stale-token': ['search', 'iat, exp of GET 1'],
  'token-lives-an-hour': ['search', 'exp of GET 1'],
  'token-from-the-future': ['search', 'iat, exp of GET 1'],
  'wrong-scope': ['book', 'requested_scope of POST 2'],
  'wrong-audience': ['search', 'aud of GET 1'],
  'wrong-reason': ['search', 'reason_for_request of GET 1'],
  'subject-is-somebody-else': ['search', 'sub of GET 1'],
  'no-organisation-code': ['search', 'requesting_organization of GET 1'],
  'no-role-profile': ['search', 'requesting_practitioner of GET 1'],
  'three-part-token': ['search', 'signature of GET 1'],
  'two-part-token': ['search', 'signature of GET 1'],
  'body-without-language': ['book', 'body of POST 2'],
  'two-patients': ['book', 'body of POST 2'],
  'no-nhs-number-status': ['book', 'body of POST 2'],
  'no-birth-date': ['book', 'body of POST 2'],
  'telephone-without-rank': ['book', 'body of POST 2'],
  'document-without-id': ['book', 'body of POST 2'],
  'books-as-pending': ['book', 'body of POST 2'],
  'chooses-the-id': ['book', 'body of POST 2'],
  'xml-namespace-missing': ['book in XML', 'body of POST 2'],
  'books-what-is-taken': ['search, where all is taken', 'what is told'],
  'retries-every-refusal': ['list, refused', 'GET 2'],
  'retries-400': ['search, first refused', 'GET 2'],
  'gives-up-on-500': ['search, then 500', 'GET 2'],
  'gives-up-on-silence': ['search, then silence', 'GET 2'],
  'gives-up-on-bad-gateway': ['search, then 502', 'GET 2'],
  'new-request-id-on-retry': ['search, then 500', 'Ssp-TraceID, X-Request-ID of GET 2'],
  'never-stops-retrying': ['search, then 500 ten times', 'GET 4'],
  'follows-redirect-with-token': ['search, then a redirect', 'GET 2'],
  'trusts-any-certificate': ['search at a provider that is somebody else', 'GET 1'],
  'put-without-if-match': ['cancel', 'If-Match of PUT 2'],
  'any-if-match': ['cancel', 'If-Match of PUT 2'],
  'put-loses-unknown-elements': ['cancel what has an unknown element', 'body of PUT 2'],
  'put-changes-more-than-status': ['cancel', 'body of PUT 2'],
  'cancels-as-error': ['cancel', 'body of PUT 2'],
  'conflict-blindly-forced': ['cancel what has been changed', 'body of PUT 4'],
  'conflict-is-the-end': ['cancel what has been changed', 'GET 3'],
  'conflict-put-unchanged': ['cancel what has been changed', 'PUT 3'],
  'shows-the-code': ['list, refused', 'what is told'],
  'shows-times-of-greenwich': ['search', 'what is told'],
  'shows-summer-time-all-year': ['read, in winter', 'what is told'],
  'logs-no-ids': ['list, refused', 'what is logged'],
  'logs-the-patient': ['list, refused', 'what is logged'],
};

/** What was seen of one action at a provider, with nothing in it that differs from one world to the next. */
interface Seen {
  readonly requests: readonly Readonly<Record<string, string>>[];
  readonly told: string;
  readonly logged: string;
}

async function see(name: keyof typeof SITUATIONS, defects: readonly string[]): Promise<Seen> {
  const { action, given, interference, certificate }: Situation = SITUATIONS[name];
  const world = await TestWorld.open(certificate && (await makeTestPki(new Date(), certificate)));
  try {
    const appointment = certificate === undefined ? await world.booked() : 'none';
    if (interference !== undefined) world.interfere(interference);
    const { requests, tells, log } = await world.carryOut({ action, given: { ...given, appointment }, defects });
    return { requests: requests.map((one) => factsOf(one, world.url)), told: tells, logged: JSON.stringify(log) };
  } finally {
    await world.close();
  }
}

/** The label of a request comes first; then everything that a provider can read of it, by name. */
function factsOf(request: HttpRequest, baseUrl: string): Readonly<Record<string, string>> {
  const { claims, signature } = tokenOf(request);
  const headers = request.headers.filter(([name]) => !['Host', 'Authorization', 'Content-Length'].includes(name));
  const facts = {
    method: request.method,
    URL: request.url,
    ...Object.fromEntries(headers),
    ...Object.fromEntries(Object.entries(claims).map(([name, claim]) => [name, JSON.stringify(claim)])),
    signature,
    body: textOf(request),
  };
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact.replaceAll(baseUrl, '')]));
}

/** A request that only one of them made, or what differs in the first that they made differently; else what they said. */
function firstDifference(right: Seen, wrong: Seen): string | undefined {
  const count = Math.max(right.requests.length, wrong.requests.length);
  for (let place = 0; place < count; place += 1) {
    const [expected, actual] = [right.requests[place], wrong.requests[place]];
    const label = `${(actual ?? expected)?.['method']} ${place + 1}`;
    if (expected === undefined || actual === undefined || expected['method'] !== actual['method']) return label;
    const names = Object.keys({ ...expected, ...actual }).filter((name) => expected[name] !== actual[name]);
    if (names.length > 0) return `${names.join(', ')} of ${label}`;
  }
  if (right.told !== wrong.told) return 'what is told';
  return right.logged === wrong.logged ? undefined : 'what is logged';
}

describe('defects of the reference client', () => {
  const rightly = new Map<string, Seen>();

  for (const [name, [situation, difference]] of Object.entries(SEEN)) {
    it(`${name} is seen, and nothing else: ${situation}, ${difference}`, async () => {
      const right = rightly.get(situation) ?? (await see(situation, []));
      rightly.set(situation, right);
      equal(firstDifference(right, await see(situation, [name])), difference);
    });
  }

  it('are all seen', () => deepEqual(Object.keys(SEEN).toSorted(), Object.keys(CLIENT_DEFECTS).toSorted()));

  it('that nobody declared are refused, and those that exclude each other', () => {
    for (const names of [['purple'], ['toString'], ['no-service', 'no-service']])
      throws(
        () => withClientDefects(correctDecisions({}), names),
        (cause) => cause instanceof HarnessError && cause.diagnostic.code === 'CONFIG_INVALID',
      );
  });
});

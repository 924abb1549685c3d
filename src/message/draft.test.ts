// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates of suites look like these
import assert from 'node:assert/strict';
import type { HttpRequest } from '../model/exchange.ts';
import type { Api, InteractionRequest, Mutation } from '../model/suite.ts';
import { compose } from './compose.ts';
import { draftRequest } from './draft.ts';
import { mutate } from './mutate.ts';
import { SigningKeys } from './signing-keys.ts';

const API: Pick<Api, 'interactions' | 'headerSets' | 'tokenSets'> = {
  headerSets: { json: { Accept: 'application/fhir+json', 'X-Trace': '${trace}' }, plain: { Accept: 'text/plain' } },
  tokenSets: { jwt: { header: { alg: 'none' }, claims: { iat: 1000, exp: 1300, scope: '${interaction.scope}' } } },
  interactions: {
    search: {
      title: 'Search',
      method: 'GET',
      path: '/Slot',
      query: { start: ['ge1', 'le2'], status: 'free' },
      headers: ['json'],
      token: 'jwt',
      facts: { scope: 'slot.read' },
    },
  },
};

const REQUEST: InteractionRequest = {
  kind: 'interaction',
  interaction: 'search',
  query: {},
  headers: {},
  headerSets: [],
};

function composed(request: Partial<InteractionRequest>, ...mutations: readonly Mutation[]): HttpRequest {
  const { request: encoded, diagnostics } = compose({ ...REQUEST, ...request }, mutations, {
    api: API as Api,
    baseUrl: 'http://provider.invalid/STU3/',
    scope: { trace: 't-1' },
    keys: new SigningKeys(),
  });
  assert.deepEqual(diagnostics, []);
  assert.ok(encoded);
  return encoded;
}

const header = (request: HttpRequest, name: string): string | undefined =>
  request.headers.find(([field]) => field === name)?.[1];

const claims = (request: HttpRequest): unknown =>
  JSON.parse(Buffer.from(header(request, 'Authorization')?.split('.')[1] ?? '', 'base64url').toString());

describe('a request', () => {
  it('joins base and path with one slash, repeats list parameters and builds an unsecured token', () => {
    const request = composed({});
    assert.equal(request.url, 'http://provider.invalid/STU3/Slot?start=ge1&start=le2&status=free');
    assert.equal(header(request, 'X-Trace'), 't-1');
    assert.match(header(request, 'Authorization') ?? '', /^Bearer [\w-]+\.[\w-]+\.$/);
    assert.deepEqual(claims(request), { iat: 1000, exp: 1300, scope: 'slot.read' });
  });

  it('lets a step replace, add and remove what the interaction says', () => {
    const request = composed({
      query: { status: null, extra: 'a&b +' },
      headers: { Accept: null, 'X-Own': '1' },
      token: null,
    });
    assert.equal(request.url, 'http://provider.invalid/STU3/Slot?start=ge1&start=le2&extra=a%26b%20%2B');
    assert.deepEqual(request.headers, [
      ['X-Trace', 't-1'],
      ['X-Own', '1'],
    ]);
  });

  it('lets a later header set win', () => {
    assert.equal(header(composed({ headerSets: ['plain'] }), 'Accept'), 'text/plain');
  });

  it('reports an interaction that does not exist and values that are missing', () => {
    const codes = (request: InteractionRequest): readonly string[] =>
      draftRequest(request, API as Api, {}).diagnostics.map(({ code }) => code);
    assert.deepEqual(codes({ ...REQUEST, interaction: 'fly' }), ['UNKNOWN_INTERACTION']);
    assert.deepEqual(codes(REQUEST), ['UNKNOWN_VALUE']);
  });
});

describe('a mutation', () => {
  const body = { a: [{ b: 1 }, { b: 2 }], c: 'x' };
  const changedBody = (...mutations: readonly Mutation[]): unknown =>
    JSON.parse(Buffer.from(composed({ body }, ...mutations).body).toString());

  it('removes, replaces and adds in a body by JSON pointer', () => {
    assert.deepEqual(changedBody({ in: 'body', op: 'remove', at: '/a/0' }), { a: [{ b: 2 }], c: 'x' });
    assert.deepEqual(changedBody({ in: 'body', op: 'replace', at: '/a/1/b', value: 3 }), {
      a: [{ b: 1 }, { b: 3 }],
      c: 'x',
    });
    assert.deepEqual(changedBody({ in: 'body', op: 'add', at: '/a/-', value: 4 }), {
      a: [{ b: 1 }, { b: 2 }, 4],
      c: 'x',
    });
    assert.deepEqual(changedBody({ in: 'body', op: 'set', value: [] }), []);
  });

  it('changes query parameters and headers by name', () => {
    assert.ok(composed({}, { in: 'query', op: 'remove', at: 'start' }).url.endsWith('?status=free'));
    assert.ok(
      composed({}, { in: 'query', op: 'replace', at: 'start', value: ['x'] }).url.endsWith('?start=x&status=free'),
    );
    assert.equal(header(composed({}, { in: 'header', op: 'replace', at: 'accept', value: '*/*' }), 'accept'), '*/*');
    assert.equal(header(composed({}, { in: 'header', op: 'remove', at: 'ACCEPT' }), 'Accept'), undefined);
  });

  it('changes method and path', () => {
    const request = composed(
      {},
      { in: 'method', op: 'set', value: 'POST' },
      { in: 'path', op: 'set', value: '/Other' },
    );
    assert.equal(request.method, 'POST');
    assert.ok(request.url.startsWith('http://provider.invalid/STU3/Other?'));
  });

  it('changes the claims of the token, all its times at once, or the whole token', () => {
    assert.deepEqual(claims(composed({}, { in: 'token', op: 'remove', at: '/claims/iat' })), {
      exp: 1300,
      scope: 'slot.read',
    });
    assert.deepEqual(claims(composed({}, { in: 'token', op: 'clock', seconds: -600 })), {
      iat: 400,
      exp: 700,
      scope: 'slot.read',
    });
    assert.equal(header(composed({}, { in: 'token', op: 'set', value: 'x.y' }), 'Authorization'), 'Bearer x.y');
  });

  it('removes the token with its header, and sends another header as it stands', () => {
    assert.equal(header(composed({}, { in: 'header', op: 'remove', at: 'Authorization' }), 'Authorization'), undefined);
    assert.equal(
      header(composed({}, { in: 'header', op: 'replace', at: 'Authorization', value: 'Basic eA==' }), 'Authorization'),
      'Basic eA==',
    );
  });

  it('cuts the encoded body short', () => {
    assert.equal(composed({ body }, { in: 'bytes', op: 'truncate', keep: 5 }).body.toString(), '{"a":');
  });

  for (const mutation of [
    { in: 'body', op: 'remove', at: '/nowhere' },
    { in: 'body', op: 'replace', at: '/c', value: 'x' },
    { in: 'query', op: 'remove', at: 'nothing' },
    { in: 'header', op: 'remove', at: 'Nothing' },
    { in: 'token', op: 'remove', at: '/claims/nothing' },
    { in: 'method', op: 'set', value: 'GET' },
    { in: 'token', op: 'clock', seconds: 0 },
  ] as const satisfies readonly Mutation[]) {
    it(`without effect is an error: ${JSON.stringify(mutation)}`, () => {
      const { draft } = draftRequest({ ...REQUEST, body }, API as Api, { trace: 't' });
      assert.ok(draft);
      assert.deepEqual(
        mutate(draft, [mutation]).diagnostics.map(({ code }) => code),
        ['MUTATION_WITHOUT_EFFECT'],
      );
    });
  }
});

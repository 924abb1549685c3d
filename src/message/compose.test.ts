// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates of suites look like these
import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import type { JsonObject } from '../model/json.ts';
import type { Api, Mutation } from '../model/suite.ts';
import { type Composed, compose } from './compose.ts';
import { SigningKeys } from './signing-keys.ts';

const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = KEYS.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const API: Pick<Api, 'interactions' | 'headerSets' | 'tokenSets'> = {
  headerSets: {},
  tokenSets: {
    signed: {
      header: { alg: 'RS512', typ: 'JWT', kid: '${values.client.kid}' },
      claims: { iat: '${now | epoch}', exp: '${now | plus 300s | epoch}', aud: '${target}' },
      key: '${values.client.key}',
    },
  },
  interactions: {
    search: {
      title: 'Search',
      method: 'GET',
      path: '/Slot',
      query: {},
      headers: [],
      token: 'signed',
      facts: { scope: 'a' },
    },
  },
};

function composed(mutations: readonly Mutation[], key: string | null = PEM): Composed {
  const request = { kind: 'interaction', interaction: 'search', query: {}, headers: {}, headerSets: [] } as const;
  const scope = {
    values: { client: { key, kid: 'k-1' } },
    target: 'http://p.invalid',
    now: '2026-11-21T12:00:00.000Z',
  };
  return compose(request, mutations, { api: API as Api, baseUrl: 'http://p.invalid', scope, keys: new SigningKeys() });
}

function sent(...mutations: readonly Mutation[]): string {
  const { request, diagnostics } = composed(mutations);
  assert.deepEqual(diagnostics, []);
  return request?.headers.find(([name]) => name === 'Authorization')?.[1].replace('Bearer ', '') ?? '';
}

const json = (part: string | undefined): JsonObject => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

function read(token: string): { header: JsonObject; claims: JsonObject; verified: boolean } {
  const [header, claims, signature = ''] = token.split('.');
  const input = Buffer.from(`${header}.${claims}`);
  const verified = verify('sha512', input, KEYS.publicKey, Buffer.from(signature, 'base64url'));
  return { header: json(header), claims: json(claims), verified };
}

const codes = (mutations: readonly Mutation[], key?: string | null): readonly string[] =>
  composed(mutations, key).diagnostics.map(({ code }) => code);

describe('a token that is exchanged', () => {
  const EXCHANGED: typeof API = {
    ...API,
    tokenSets: {
      signed: {
        header: { alg: 'RS512', typ: 'JWT', kid: '${values.client.kid}' },
        claims: { iss: '${values.client.id}', jti: '${values.jti}' },
        key: '${values.client.key}',
        exchange: { endpoint: 'https://auth.invalid/token', scope: '${interaction.scope}' },
      },
    },
    interactions: {
      ...API.interactions,
      other: {
        title: 'Other',
        method: 'GET',
        path: '/Other',
        query: {},
        headers: [],
        token: 'signed',
        facts: { scope: 'b' },
      },
    },
  };

  interface Wanted {
    readonly interaction?: string;
    readonly mutations?: readonly Mutation[];
    readonly accessToken?: string;
    readonly client?: JsonObject;
    readonly jti?: string;
  }

  function composedOf({
    interaction = 'search',
    mutations = [],
    accessToken,
    client = {},
    jti = '1',
  }: Wanted): Composed {
    const request = { kind: 'interaction', interaction, query: {}, headers: {}, headerSets: [] } as const;
    return compose(request, mutations, {
      api: EXCHANGED as Api,
      baseUrl: 'http://p.invalid',
      scope: { values: { client: { key: PEM, kid: 'k-1', id: 'c', ...client }, jti } },
      keys: new SigningKeys(),
      ...(accessToken === undefined ? {} : { accessToken }),
    });
  }
  const identityOf = (wanted: Wanted): string => composedOf(wanted).needs?.identity ?? assert.fail('nothing is needed');

  it('says what has to be sent for it first', () => {
    const { needs, request, diagnostics } = composedOf({});
    assert.deepEqual([request, diagnostics], [undefined, []]);
    assert.equal(needs?.request.url, 'https://auth.invalid/token');
    const form = new URLSearchParams(Buffer.from(needs?.request.body ?? []).toString());
    const { client_assertion: assertion = '', ...rest } = Object.fromEntries(form);
    assert.deepEqual(rest, {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      scope: 'a',
    });
    assert.deepEqual(read(assertion).claims, { iss: 'c', jti: '1' });
    assert.equal(read(assertion).verified, true);
  });

  it('is what came of that, and a mutation of its text changes that', () => {
    const authorization = (wanted: Wanted): unknown => composedOf(wanted).request?.headers;
    assert.deepEqual(authorization({ accessToken: 'abc' }), [['Authorization', 'Bearer abc']]);
    const mutations: readonly Mutation[] = [{ in: 'token', op: 'set', value: '${token.text | altered}' }];
    assert.deepEqual(authorization({ accessToken: 'abc', mutations }), [['Authorization', 'Bearer Abc']]);
    const missing: readonly Mutation[] = [{ in: 'header', op: 'remove', at: 'Authorization' }];
    assert.deepEqual(authorization({ accessToken: 'abc', mutations: missing }), []);
  });

  it('has no parts when it says nothing', () => {
    const mutations: readonly Mutation[] = [{ in: 'token', op: 'set', value: '${token.claims}' }];
    assert.deepEqual(
      composedOf({ accessToken: 'abc', mutations }).diagnostics.map(({ code }) => code),
      ['UNKNOWN_VALUE'],
    );
  });

  it('is the same for the same client and scope, whatever its assertion says of itself', () => {
    assert.equal(identityOf({ jti: '2' }), identityOf({}));
    const scope: readonly Mutation[] = [{ in: 'token', op: 'replace', at: '/exchange/scope', value: 'b' }];
    assert.equal(identityOf({ mutations: scope }), identityOf({ interaction: 'other' }));
  });

  it('is another one for another scope, client, key, or faulty assertion', () => {
    const others: readonly Wanted[] = [
      {},
      { interaction: 'other' },
      { client: { id: 'd' } },
      { client: { kid: 'k-2' } },
      { mutations: [{ in: 'token', op: 'sign', by: 'another-key' }] },
      { mutations: [{ in: 'token', op: 'remove', at: '/claims/jti' }] },
    ];
    assert.equal(new Set(others.map(identityOf)).size, others.length);
  });
});

describe('a signed token', () => {
  it('has its header and claims as declared, and a signature by the key', () => {
    assert.deepEqual(read(sent()), {
      header: { alg: 'RS512', typ: 'JWT', kid: 'k-1' },
      claims: { iat: 1_795_262_400, exp: 1_795_262_700, aud: 'http://p.invalid' },
      verified: true,
    });
  });

  describe('signed again after a change of what it says', () => {
    const cases: Readonly<Record<string, readonly [Mutation, (token: ReturnType<typeof read>) => unknown, unknown]>> = {
      'a claim left out': [{ in: 'token', op: 'remove', at: '/claims/aud' }, ({ claims }) => 'aud' in claims, false],
      expired: [{ in: 'token', op: 'clock', seconds: -3600 }, ({ claims }) => claims['exp'], 1_795_259_100],
      'from the future': [{ in: 'token', op: 'clock', seconds: 3600 }, ({ claims }) => claims['iat'], 1_795_266_000],
      'for somebody else': [
        { in: 'token', op: 'replace', at: '/claims/aud', value: 'https://other.example' },
        ({ claims }) => claims['aud'],
        'https://other.example',
      ],
      'a number as text': [
        { in: 'token', op: 'replace', at: '/claims/exp', value: '${now | plus 300s | epoch | json}' },
        ({ claims }) => claims['exp'],
        '1795262700',
      ],
      'a text as a list': [
        { in: 'token', op: 'replace', at: '/claims/aud', value: ['${target}'] },
        ({ claims }) => claims['aud'],
        ['http://p.invalid'],
      ],
      'an unknown key id': [
        { in: 'token', op: 'replace', at: '/header/kid', value: 'k-2' },
        ({ header }) => header['kid'],
        'k-2',
      ],
    };
    for (const [name, [mutation, value, expected]] of Object.entries(cases)) {
      it(name, () => {
        const token = read(sent(mutation));
        assert.deepEqual(value(token), expected);
        assert.equal(token.verified, true);
      });
    }
  });

  it('signed by another key says the same, and is not verified', () => {
    const { verified, ...said } = read(sent({ in: 'token', op: 'sign', by: 'another-key' }));
    const { verified: _, ...before } = read(sent());
    assert.deepEqual(said, before);
    assert.equal(verified, false);
  });

  it('without algorithm has no signature', () => {
    assert.match(sent({ in: 'token', op: 'replace', at: '/header/alg', value: 'none' }), /^[\w-]+\.[\w-]+\.$/);
  });

  describe('changed as a text is not signed again', () => {
    const token = sent();
    const [header, claims, signature = ''] = token.split('.');
    const text = (value: string): string => sent({ in: 'token', op: 'set', value });

    it('with a broken signature of the same length', () => {
      const broken = text('${token.header}.${token.claims}.${token.signature | altered}');
      assert.equal(broken.length, token.length);
      assert.notEqual(broken, token);
      assert.equal(read(broken).verified, false);
    });

    it('without its signature, or without the dot as well', () => {
      assert.equal(text('${token.header}.${token.claims}.'), `${header}.${claims}.`);
      assert.equal(text('${token.header}.${token.claims}'), `${header}.${claims}`);
    });

    it('with a part too many, only dots, or what is no base64', () => {
      assert.equal(text('${token.text}.${token.signature}'), `${token}.${signature}`);
      assert.equal(text('..'), '..');
      assert.equal(text('${token.header}.{"a": 1}.${token.signature}'), `${header}.{"a": 1}.${signature}`);
    });

    it('and finds the text of the changed claims', () => {
      const changed = sent(
        { in: 'token', op: 'set', value: '${token.header}.${token.claims}' },
        { in: 'token', op: 'remove', at: '/claims/aud' },
      );
      assert.deepEqual(json(changed.split('.')[1]), { iat: 1_795_262_400, exp: 1_795_262_700 });
    });

    it('and can go elsewhere', () => {
      const { request } = composed([{ in: 'header', op: 'replace', at: 'Authorization', value: '${token.text}' }]);
      assert.deepEqual(request?.headers, [['Authorization', token]]);
    });
  });

  it('cannot be composed without a key that fits', () => {
    assert.deepEqual(codes([], null), ['KEY_UNREADABLE']);
    assert.deepEqual(codes([], PEM.replace('M', '*')), ['KEY_UNREADABLE']);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    assert.deepEqual(codes([], privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()), ['KEY_TYPE']);
  });

  it('says where a mutation changes nothing', () => {
    assert.deepEqual(codes([{ in: 'token', op: 'set', value: '${token.text}' }]), ['MUTATION_WITHOUT_EFFECT']);
    assert.deepEqual(codes([{ in: 'token', op: 'remove', at: '/claims/nothing' }]), ['MUTATION_WITHOUT_EFFECT']);
    assert.deepEqual(codes([{ in: 'token', op: 'replace', at: '/claims/aud', value: '${token.text}' }]), [
      'UNKNOWN_VALUE',
    ]);
  });
});

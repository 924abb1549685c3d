import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { constants, createHmac, createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canSign, encodeJwt, SIGNATURE_ALGORITHMS } from './jwt.ts';

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const CURVES = { ES256: 'prime256v1', ES384: 'secp384r1', ES512: 'secp521r1' } as const;

const CLAIMS = { iss: 'https://consumer.example.nhs.uk', name: 'Zoë' };

interface Parts {
  readonly input: Buffer;
  readonly signature: Buffer;
}

function partsOf(token: string): Parts {
  const [header = '', claims = '', signature = ''] = token.split('.');
  return { input: Buffer.from(`${header}.${claims}`), signature: Buffer.from(signature, 'base64url') };
}

const isSignedBy = (key: KeyObject, hash: string, { input, signature }: Parts): boolean =>
  verify(hash, input, key, signature);

describe('encodeJwt', () => {
  it('leaves the signature of an unsecured token empty', () => {
    const token = encodeJwt({ alg: 'none' }, CLAIMS);
    assert.match(token, /^[\w-]+\.[\w-]+\.$/);
    assert.deepEqual(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')), CLAIMS);
  });

  it('signs by RS512 so that Node and OpenSSL verify it, and neither another text nor another key', () => {
    const token = encodeJwt({ alg: 'RS512', typ: 'JWT', kid: 'k-1' }, CLAIMS, { key: RSA.privateKey, alg: 'RS512' });
    const parts = partsOf(token);
    assert.equal(isSignedBy(RSA.publicKey, 'sha512', parts), true);
    assert.equal(isSignedBy(RSA.publicKey, 'sha512', { ...parts, input: Buffer.from('eyJ9.eyJ9') }), false);
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    assert.equal(isSignedBy(other.publicKey, 'sha512', parts), false);

    assert.match(verifiedByOpenssl(parts, RSA.publicKey), /Verified OK/);
    assert.throws(() => verifiedByOpenssl(parts, other.publicKey));
  });

  for (const alg of SIGNATURE_ALGORITHMS) {
    it(`signs by ${alg} as RFC 7518 has it`, () => {
      const curve = alg in CURVES ? CURVES[alg as keyof typeof CURVES] : undefined;
      const { privateKey, publicKey } = curve === undefined ? RSA : generateKeyPairSync('ec', { namedCurve: curve });
      const { input, signature } = partsOf(encodeJwt({ alg }, CLAIMS, { key: privateKey, alg }));
      const padding = alg.startsWith('PS')
        ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
        : {};
      const key = { key: publicKey, dsaEncoding: 'ieee-p1363', ...padding } as const;
      assert.equal(verify(`sha${alg.slice(2)}`, input, key, signature), true);
    });
  }

  describe('with another algorithm in its header than the declared one', () => {
    const signed = (alg: unknown): Parts =>
      partsOf(encodeJwt({ alg: alg as string }, CLAIMS, { key: RSA.privateKey, alg: 'RS512' }));

    it('signs by the one in the header when the key allows it', () => {
      assert.equal(isSignedBy(RSA.publicKey, 'sha256', signed('RS256')), true);
    });

    it('signs by the declared one when the header names nothing that the key is for', () => {
      for (const alg of ['ES512', 'rs512', 'RS999', 512, null]) {
        assert.equal(isSignedBy(RSA.publicKey, 'sha512', signed(alg)), true, String(alg));
      }
    });

    it('leaves the signature out for none, however it is written', () => {
      for (const alg of ['none', 'None', 'NONE']) assert.equal(signed(alg).signature.length, 0);
    });

    it('takes the published key for a shared secret, as a forger would', () => {
      const { input, signature } = signed('HS512');
      const secret = createPublicKey(RSA.privateKey).export({ type: 'spki', format: 'pem' });
      assert.deepEqual(signature, createHmac('sha512', secret).update(input).digest());
    });
  });
});

describe('canSign', () => {
  it('knows which key is for which algorithm', () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey;
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    const can = (key: KeyObject): readonly string[] => SIGNATURE_ALGORITHMS.filter((alg) => canSign(key, alg));
    assert.deepEqual(can(RSA.privateKey), ['RS256', 'PS256', 'RS384', 'PS384', 'RS512', 'PS512']);
    assert.deepEqual(can(ec), ['ES384']);
    assert.deepEqual(can(short), []);
    assert.equal(canSign(RSA.privateKey, 'none'), false);
  });
});

function verifiedByOpenssl({ input, signature }: Parts, key: KeyObject): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-jwt-'));
  try {
    const file = (name: string, content: Buffer | string): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const pem = file('key.pem', key.export({ type: 'spki', format: 'pem' }));
    const given = file('signature', signature);
    const args = ['dgst', '-sha512', '-verify', pem, '-signature', given, file('input', input)];
    return execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  LOW_ORDER_POINTS,
  malformedEcdsa,
  malformedEd25519,
  malformedRsa,
  type Signatures,
} from '../../../fixtures/bundles/forgeries/malformed-signatures.ts';
import { makeHolder } from '../../../fixtures/keys/signers.ts';
import { signWith } from '../seal/sign-with.ts';
import { isSignedBy, type SignatureScheme, schemeOf } from './signature.ts';

const DATA = Buffer.from('DSSEv1 4 text 5 hello');
/** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410), up to the key itself. */
const ED25519_SPKI = '302a300506032b6570032100';

describe('signatures', () => {
  async function keyOf(algorithm: 'p256' | 'p384' | 'ed25519' | 'rsa3072' | 'rsa2048' | 'rsaExponent3') {
    return createPrivateKey((await makeHolder({ algorithm })).keyPem);
  }
  const isGood = (scheme: SignatureScheme, key: KeyObject, signature: Uint8Array): boolean =>
    isSignedBy(scheme, createPublicKey(key), DATA, signature);

  function assertRefused(scheme: SignatureScheme, key: KeyObject, malformed: Signatures): void {
    assert.equal(isGood(scheme, key, signWith(scheme, key, DATA)), true);
    const taken = Object.entries(malformed).filter(([, signature]) => isGood(scheme, key, signature));
    assert.deepEqual(
      taken.map(([what]) => what),
      [],
    );
  }

  it('of P-256 are refused in every malformed way (more than 140)', async () => {
    const key = await keyOf('p256');
    const malformed = malformedEcdsa(signWith('ecdsa-p256-sha256', key, DATA));
    assert.ok(Object.keys(malformed).length > 140, `${Object.keys(malformed).length}`);
    assertRefused('ecdsa-p256-sha256', key, malformed);
  });

  it('of P-256 are refused when another curve signed', async () => {
    const [own, other] = [await keyOf('p256'), await keyOf('p384')];
    assert.equal(isGood('ecdsa-p256-sha256', own, sign('sha256', DATA, other)), false);
  });

  it('of Ed25519 are refused in every malformed way (more than 50)', async () => {
    const key = await keyOf('ed25519');
    const malformed = malformedEd25519(signWith('ed25519', key, DATA));
    assert.ok(Object.keys(malformed).length > 50, `${Object.keys(malformed).length}`);
    assertRefused('ed25519', key, malformed);
  });

  it('of RSA are refused in every malformed way (more than 25)', async () => {
    const key = await keyOf('rsa3072');
    const malformed = malformedRsa(key, DATA);
    assert.ok(Object.keys(malformed).length > 25, `${Object.keys(malformed).length}`);
    assertRefused('rsa-pss-sha256', key, malformed);
  });

  it('of RSA are refused when the mask is made with another hash', async () => {
    const key = await keyOf('rsa3072');
    const folder = mkdtempSync(join(tmpdir(), 'assay-mask-'));
    try {
      writeFileSync(join(folder, 'key.pem'), key.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
      writeFileSync(join(folder, 'data'), DATA);
      const made = (mask: string): Buffer => {
        const options = ['rsa_padding_mode:pss', 'rsa_pss_saltlen:32', `rsa_mgf1_md:${mask}`];
        const args = ['dgst', '-sha256', '-sign', 'key.pem', ...options.flatMap((option) => ['-sigopt', option])];
        execFileSync('openssl', [...args, '-out', 'sig', 'data'], { cwd: folder });
        return readFileSync(join(folder, 'sig'));
      };
      assert.deepEqual(
        ['sha256', 'sha1', 'sha512'].map((mask) => isGood('rsa-pss-sha256', key, made(mask))),
        [true, false, false],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are made with strong keys alone', async () => {
    const schemes = ['p256', 'ed25519', 'rsa3072', 'p384', 'rsa2048', 'rsaExponent3'] as const;
    const found = await Promise.all(schemes.map(async (algorithm) => schemeOf(await keyOf(algorithm))));
    assert.deepEqual(found, ['ecdsa-p256-sha256', 'ed25519', 'rsa-pss-sha256', undefined, undefined, undefined]);
  });

  it('are not those of keys of low order, for which anybody can sign', () => {
    for (const point of LOW_ORDER_POINTS) {
      const key = createPublicKey({ key: Buffer.from(ED25519_SPKI + point, 'hex'), format: 'der', type: 'spki' });
      assert.equal(schemeOf(key), undefined, point);
    }
  });
});

import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { malformedEcdsa } from '../../../fixtures/bundles/forgeries/malformed-signatures.ts';
import { makeHolder } from '../../../fixtures/keys/signers.ts';
import { preAuthEncoding } from '../format/dsse.ts';
import { isSignedBy } from '../format/signature.ts';
import { signEnvelope } from './sign-with.ts';

const OTHER_S = 'n - s, the other s';

describe('signing an envelope', () => {
  it('gives the lower of the two values of s, whichever the signer gave', async () => {
    const { signer, keyPem } = await makeHolder();
    const key = createPublicKey(createPrivateKey(keyPem));
    for (let round = 0; round < 64; round += 1) {
      const payload = Buffer.from(`round ${round}`);
      const { signature } = await signEnvelope('text', payload, signer);
      const high = malformedEcdsa(signature)[OTHER_S] ?? assert.fail();
      const signed = [signature, high].map((one) =>
        isSignedBy('ecdsa-p256-sha256', key, preAuthEncoding('text', payload), one),
      );
      assert.deepEqual(signed, [true, false]);
      const again = await signEnvelope('text', payload, { ...signer, sign: async () => high });
      assert.deepEqual(Buffer.from(again.signature), Buffer.from(signature));
    }
  });

  for (const algorithm of ['ed25519', 'rsa3072'] as const) {
    it(`leaves the signature of ${algorithm} as it is`, async () => {
      const { signer } = await makeHolder({ algorithm });
      const given = Buffer.from('what the signer gives');
      assert.equal((await signEnvelope('text', Buffer.of(), { ...signer, sign: async () => given })).signature, given);
    });
  }
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { askedIn, makeScene, verifiedIn } from '../../../fixtures/bundles/forgeries/every.ts';
import type { Asked } from '../../../fixtures/bundles/forgeries/forgery.ts';
import { soundlyStamped } from '../../../fixtures/bundles/forgeries/in-time.ts';
import { sealedBundle } from '../../../fixtures/bundles/sealed-bundle.ts';
import { cmsOf, gapOf, signedPdf } from '../../../fixtures/bundles/signed-pdf.ts';
import { MIXED, SEALED_AT, smallRun } from '../../../fixtures/bundles/small-run.ts';
import { resealed, sealOf } from '../../../fixtures/bundles/tampering.ts';
import { stampBy } from '../../../fixtures/bundles/time-stamps.ts';
import { makeHolder, TIME_STAMPING } from '../../../fixtures/keys/signers.ts';
import { type TestAuthority, testAuthority } from '../../../fixtures/keys/time-authority.ts';
import { readSignedData } from '../format/cms.ts';
import { CMS } from '../format/cms-names.ts';
import { signedBytes } from '../format/pdf-signature.ts';
import { readToken } from '../format/timestamp.ts';
import { type AskForToken, tokenSource } from '../seal/ask-for-token.ts';
import { checkTime } from './time.ts';
import { verify } from './verify.ts';

const DAY_MS = 24 * 60 * 60_000;

describe('a time-stamp', () => {
  it('shows that a signer sealed while its certificate was valid, long after that', async () => {
    const scene = await makeScene();
    const { bundle, asks } = (await soundlyStamped(scene)) as Asked;
    assert.deepEqual(verifiedIn(scene, { bundle, asks }).findings, []);
    const later = { ...asks, now: new Date('2029-01-01T00:00:00Z') };
    const { outcome, facts } = verifiedIn(scene, { bundle, asks: later });
    assert.equal(outcome, 'accepted');
    assert.equal(facts.timestampedAt, new Date(SEALED_AT.getTime() + 60_000).toISOString());
    const without = verifiedIn(scene, { bundle: scene.passed, asks: { now: later.now } });
    assert.deepEqual(
      without.findings.map(({ code }) => code),
      ['CERTIFICATE_EXPIRED'],
    );
  });

  it('neither betters nor worsens what a reviewer finds who names no authority', async () => {
    const scene = await makeScene();
    const anybody = await makeHolder({ subject: 'CN=Anybody', extendedUsage: TIME_STAMPING });
    const stamp = await stampBy(anybody, sealOf(scene.passed).signature, {
      at: new Date(SEALED_AT.getTime() + 60_000),
    });
    const stamped = verifiedIn(
      scene,
      resealed(scene.passed, () => ({ timestamp: stamp })),
    );
    const bare = verifiedIn(scene, scene.passed);
    assert.deepEqual([stamped.outcome, stamped.findings], ['accepted', []]);
    assert.deepEqual(stamped.facts, { ...bare.facts, timestampUnasked: true });
    const asked = {
      trust: { certificates: [scene.holder.certificate], fingerprints: [], timeAuthorities: [scene.root.certificate] },
    };
    for (const [bundle, code] of [
      [resealed(scene.passed, () => ({ timestamp: stamp })), 'TIMESTAMP_UNTRUSTED'],
      [scene.passed, 'TIMESTAMP_MISSING'],
    ] as const) {
      const { outcome, findings } = verifiedIn(scene, { bundle, asks: asked });
      assert.deepEqual([outcome, findings.map((finding) => finding.code)], ['indeterminate', [code]]);
    }
  });

  it('proves nothing when any byte of the reply is changed', async () => {
    const scene = await makeScene();
    const { bundle, asks } = (await soundlyStamped(scene)) as Asked;
    const reply = Buffer.from(sealOf(bundle).timestamp ?? assert.fail());
    const { now, trust } = askedIn(scene, { bundle, asks }).asks;
    const check = { authorities: trust.timeAuthorities, now, sealedAt: SEALED_AT };
    assert.ok(checkTime(sealOf(bundle), check).provenAt);
    const taken = [...reply.keys()].filter((place) => {
      const timestamp = Buffer.from(reply);
      timestamp[place] = (reply[place] ?? 0) ^ 1;
      return checkTime({ ...sealOf(bundle), timestamp }, check).provenAt !== undefined;
    });
    assert.deepEqual(taken, []);
  });

  for (const algorithm of ['ec', 'rsa'] as const) {
    for (const withRoot of [false, true]) {
      describe(`of openssl by ${algorithm}${withRoot ? ', with its root' : ''}`, () => {
        let authority: TestAuthority;
        let ask: AskForToken;
        before(function () {
          this.timeout(30_000);
          authority = testAuthority({ algorithm, withRoot });
          const post = async (question: Uint8Array) => authority.reply(question);
          ({ ask } = tokenSource({ post, nonce: () => randomBytes(8) }));
        });
        after(() => authority.remove());

        const current = () => {
          const now = Date.now();
          return makeHolder({ notBefore: new Date(now - DAY_MS), notAfter: new Date(now + DAY_MS) });
        };

        it('is trusted in the seal of a bundle, by us and by openssl', async () => {
          const holder = await current();
          const at = new Date();
          const sealing = { files: smallRun(MIXED, { at }), signer: holder.signer, sealedAt: at };
          const bundle = await sealedBundle({ ...sealing, askForToken: ask });
          const trust = { certificates: [holder.certificate], fingerprints: [], timeAuthorities: [authority.root] };
          const { outcome, findings, facts } = verify(bundle, { trust, now: new Date() });
          assert.deepEqual([outcome, findings], ['accepted', []]);
          assert.ok(facts.timestampedAt);
          const { signature, timestamp } = sealOf(bundle);
          assert.doesNotThrow(() => authority.check(timestamp ?? assert.fail(), signature));
          assert.throws(() => authority.check(timestamp ?? assert.fail(), Buffer.from('other')));
        });

        it('stands in the signature of the PDF, over its value', async () => {
          const holder = await current();
          const pdf = await signedPdf(smallRun(), holder.signer, { askForToken: ask });
          const { unsigned, signatureValue, isValidFor } = readSignedData(cmsOf(pdf));
          assert.deepEqual([...unsigned.keys()], [CMS.timestampToken]);
          assert.ok(isValidFor(signedBytes(pdf, gapOf(pdf))));
          assert.ok(readToken(unsigned.get(CMS.timestampToken)?.raw ?? assert.fail(), signatureValue).at);
        });
      });
    }
  }
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { askedIn, CHAPTERS, makeScene, verifiedIn } from '../../../fixtures/bundles/forgeries/every.ts';
import type { Asked, Scene } from '../../../fixtures/bundles/forgeries/forgery.ts';
import { LAXER } from '../../../fixtures/bundles/forgeries/laxer.ts';
import { malformedEcdsa, malformedEd25519 } from '../../../fixtures/bundles/forgeries/malformed-signatures.ts';
import { randomFrom } from '../../../fixtures/bundles/forgeries/random.ts';
import { RECIPE, refusedByRecipe, refusedBySigstore } from '../../../fixtures/bundles/public-tools.ts';
import { SEALED_AT } from '../../../fixtures/bundles/small-run.ts';
import { repacked, resealed, sealOf } from '../../../fixtures/bundles/tampering.ts';
import { testAuthority } from '../../../fixtures/keys/time-authority.ts';
import { sha256 } from '../../model/digest.ts';

/** How many forgeries the recipe is tried on, each of which starts two dozen processes; the whole campaign tries all of them. */
const SAMPLE = process.env['WHOLE'] === undefined ? 24 : Number.POSITIVE_INFINITY;
/** What each of the others looks at: an archive is unpacked before the recipe begins, and Sigstore knows nothing of bags. */
const REMIT = {
  recipe: ['bag', 'envelope', 'signer', 'statement', 'run'],
  sigstore: ['envelope', 'signer'],
} as const;
/** The number of the threat. */
const OUR_OWN_FAULT = 60;

const forgeriesIn = (chapters: readonly string[]) =>
  chapters
    .flatMap((chapter) => Object.entries(CHAPTERS[chapter] ?? {}))
    .filter(([, [threat]]) => threat !== OUR_OWN_FAULT);

const listed = (by: keyof typeof LAXER): readonly string[] => Object.values(LAXER[by]).flat().sort();

describe('public tools and verify', function () {
  this.timeout(120_000);
  let scene: Scene;
  before(async () => {
    scene = await makeScene({}, true);
  });

  const byRecipe = (given: Uint8Array | Asked, scene: Scene) => {
    const { bundle, asks } = askedIn(scene, given);
    return refusedByRecipe(bundle, asks.trust.certificates);
  };
  const bySigstore = (given: Uint8Array | Asked, scene: Scene) => {
    const { bundle, asks } = askedIn(scene, 'asks' in given ? given : { bundle: given, asks: TRUSTING_ROOT(scene) });
    return refusedBySigstore(
      bundle,
      asks.trust.certificates.map((certificate) => [certificate]),
      SEALED_AT,
    );
  };

  for (const algorithm of ['p256', 'ed25519', 'rsa3072'] as const) {
    it(`agree that a bundle sealed by ${algorithm} is good`, async () => {
      const sealed = await makeScene({ algorithm }, true);
      for (const bundle of [sealed.passed, sealed.mixed]) {
        assert.equal(verifiedIn(sealed, bundle).outcome, 'accepted');
        assert.equal(await byRecipe(bundle, sealed), undefined);
        // It knows RSA by PKCS#1 v1.5 alone.
        if (algorithm !== 'rsa3072') assert.equal(bySigstore(bundle, sealed), undefined);
      }
    });
  }

  it('agree that a bundle of a signer who vouches for itself is good when that is trusted', async () => {
    const selfSigned = await makeScene();
    const { passed, holder } = selfSigned;
    assert.equal(verifiedIn(selfSigned, passed).outcome, 'accepted');
    assert.equal(await refusedByRecipe(passed, [holder.certificate]), undefined);
  });

  it('of the shell agree that a time-stamped bundle is good, and that it is not without its time-stamp or by another authority', async () => {
    const { passed, holder, root, other } = scene;
    const authority = testAuthority();
    try {
      const bundle = resealed(passed, ({ signature }) => ({ timestamp: authority.stamp(signature) }));
      const trusted = [holder.certificate, root.certificate];
      assert.equal(await refusedByRecipe(bundle, trusted), undefined);
      assert.equal(await refusedByRecipe(bundle, trusted, [authority.root]), undefined);
      assert.notEqual(await refusedByRecipe(passed, trusted, [authority.root]), undefined);
      assert.notEqual(await refusedByRecipe(bundle, trusted, [other.certificate]), undefined);
    } finally {
      authority.remove();
    }
  });

  it('of the shell refuses a byte after the chain of the signer, or a line in the place of a file that it would read', async () => {
    const trusted = [scene.holder.certificate, scene.root.certificate];
    const longer = (file: string, text: string) => repacked(scene.passed, { [file]: (bytes) => `${bytes}${text}` });
    // What follows is read from standard input, were there anything: the rest of the recipe, for one.
    const line = `${sha256('')}  -\n`;
    for (const forged of [longer('signer-chain.pem', '\n'), longer('manifest-sha256.txt', line)]) {
      assert.equal(verifiedIn(scene, forged).outcome, 'rejected');
      assert.notEqual(await refusedByRecipe(forged, trusted), undefined);
    }
  });

  it('of the shell say REFUSED where nobody is named to be trusted, and leave the shell in which they were pasted as it was', async () => {
    assert.match((await refusedByRecipe(scene.passed, [])) ?? '', /set TRUST/);
    const pasted = `unset TRUST\n${RECIPE}\necho "and went on with $-"\n`;
    const said = execFileSync('bash', ['--norc', '-s'], { cwd: '/', input: pasted, encoding: 'utf8', stdio: 'pipe' });
    assert.match(said, /^REFUSED\nand went on with [^eu]*\n$/);
  });

  const forSigstore = forgeriesIn(REMIT.sigstore);
  it(`of Sigstore refuses the ${forSigstore.length} forgeries in its remit but ${listed('sigstore').length}, each listed with its reason`, async () => {
    const taken: string[] = [];
    for (const [what, [, , forge]] of forSigstore) {
      if (bySigstore(await forge(scene), scene) === undefined) taken.push(what);
    }
    assert.deepEqual(taken.sort(), listed('sigstore'));
  });

  for (const [algorithm, malformed] of [
    ['p256', malformedEcdsa],
    ['ed25519', malformedEd25519],
  ] as const) {
    it(`of Sigstore refuses the malformed signatures by ${algorithm} but those listed with their reason`, async () => {
      const taken: string[] = [];
      const sealed = await makeScene({ algorithm }, true);
      for (const [what, signature] of Object.entries(malformed(sealOf(sealed.passed).signature))) {
        const forged = resealed(sealed.passed, () => ({ signature }));
        if (bySigstore(forged, sealed) === undefined) taken.push(what);
        assert.equal(verifiedIn(sealed, forged).outcome, 'rejected', what);
      }
      assert.deepEqual(taken, algorithm === 'p256' ? listed('signatures') : []);
    });
  }

  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  const forRecipe = forgeriesIn(REMIT.recipe);
  const tries = Math.min(SAMPLE, forRecipe.length);
  it(`of the shell refuse the ${forRecipe.length} forgeries in their remit but ${listed('recipe').length}, each listed with its reason (${tries} tried, SEED=${seed})`, async function () {
    this.timeout(1_200_000);
    const random = randomFrom(seed);
    const forgeries = forRecipe
      .map((forgery) => ({ forgery, place: random() }))
      .sort((left, right) => left.place - right.place)
      .slice(0, SAMPLE)
      .map(({ forgery }) => forgery);
    const taken: string[] = [];
    for (const [what, [, , forge]] of forgeries) {
      if ((await byRecipe(await forge(scene), scene)) === undefined) taken.push(what);
    }
    const tried = forgeries.map(([what]) => what);
    assert.deepEqual(
      taken.sort(),
      listed('recipe').filter((what) => tried.includes(what)),
    );
  });
});

const TRUSTING_ROOT = ({ root }: Scene): Asked['asks'] => ({
  trust: { certificates: [root.certificate], fingerprints: [] },
});

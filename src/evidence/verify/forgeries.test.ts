import assert from 'node:assert/strict';
import { patched, type Scene } from '../../../fixtures/bundles/forgeries/forgery.ts';
import { inArchive } from '../../../fixtures/bundles/forgeries/in-archive.ts';
import { inBag } from '../../../fixtures/bundles/forgeries/in-bag.ts';
import { inEnvelope } from '../../../fixtures/bundles/forgeries/in-envelope.ts';
import { inRun } from '../../../fixtures/bundles/forgeries/in-run.ts';
import { inStatement } from '../../../fixtures/bundles/forgeries/in-statement.ts';
import { SEALED_AT, smallRun } from '../../../fixtures/bundles/small-run.ts';
import { opened } from '../../../fixtures/bundles/tampering.ts';
import { makeHolder } from '../../../fixtures/keys/signers.ts';
import { packBag } from '../format/bag-archive.ts';
import { seal } from '../seal/seal.ts';
import { verify } from './verify.ts';

const NOW = new Date('2026-03-04T00:00:00Z');

describe('a forged bundle', () => {
  let scene: Scene;
  before(async () => {
    const [holder, other] = [await makeHolder(), await makeHolder()];
    const bundleOf = async (files = smallRun()) => {
      const { bundle } = await seal({ files, signer: holder.signer, sealedAt: SEALED_AT, scan: () => [] });
      return Buffer.from(bundle ?? assert.fail('not sealed'));
    };
    scene = { holder, other, passed: await bundleOf(smallRun({ 'A-01': 'pass' })), mixed: await bundleOf() };
  });
  const verified = (bundle: Uint8Array) =>
    verify(bundle, {
      trust: { certificates: [scene.holder.certificate, scene.other.certificate], fingerprints: [] },
      now: NOW,
    });

  it('starts from bundles that are accepted', () => {
    for (const bundle of [scene.passed, scene.mixed]) assert.deepEqual(verified(bundle).findings, []);
  });

  const chapters = { archive: inArchive, bag: inBag, envelope: inEnvelope, statement: inStatement, run: inRun };
  for (const [chapter, forgeries] of Object.entries(chapters)) {
    describe(`in its ${chapter}`, () => {
      for (const [what, [code, forge]] of Object.entries(forgeries)) {
        it(`is rejected for ${what}`, async () => {
          const { outcome, findings } = verified(await forge(scene));
          assert.equal(outcome, 'rejected');
          assert.ok(
            findings.some((finding) => finding.code === code),
            `${code} expected, found ${findings.map((finding) => finding.code).join()}`,
          );
        });
      }
    });
  }

  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  it(`is rejected for any single bit flipped (600 places, SEED=${seed})`, () => {
    const bundle = scene.passed;
    const random = randomFrom(seed);
    for (let round = 0; round < 600; round += 1) {
      const place = Math.floor(random() * bundle.length);
      const bit = 1 << Math.floor(random() * 8);
      const { outcome } = verified(patched(bundle, place, (bundle[place] ?? 0) ^ bit));
      assert.equal(outcome, 'rejected', `bit ${bit} of byte ${place}`);
    }
  });

  it('is rejected for any entry deleted, doubled or emptied', () => {
    const { folder, files } = opened(scene.passed);
    for (const [path, bytes] of files) {
      const rest = [...files].filter(([name]) => name !== path);
      for (const forged of [
        rest,
        [...rest, [path, Buffer.alloc(0)] as const],
        [...files, [`${path}.bak`, bytes] as const],
      ]) {
        assert.equal(verified(packBag({ folder, files: new Map(forged) })).outcome, 'rejected', path);
      }
    }
  });
});

/** Mulberry32: small, and the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

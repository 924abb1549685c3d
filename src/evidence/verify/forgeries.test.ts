import assert from 'node:assert/strict';
import { CHAPTERS, makeScene, verifiedIn } from '../../../fixtures/bundles/forgeries/every.ts';
import { mechanicalForgeries } from '../../../fixtures/bundles/forgeries/every-byte.ts';
import type { Scene } from '../../../fixtures/bundles/forgeries/forgery.ts';
import { inDisclosure } from '../../../fixtures/bundles/forgeries/in-disclosure.ts';
import { asExpected } from '../../../fixtures/bundles/forgeries/in-expectation.ts';
import { inJudgement, inReports } from '../../../fixtures/bundles/forgeries/in-judgement.ts';
import { inSignedReport } from '../../../fixtures/bundles/forgeries/in-pdf.ts';
import { randomFrom } from '../../../fixtures/bundles/forgeries/random.ts';
import { THREATS } from '../../../fixtures/bundles/forgeries/threats.ts';
import { outcomeOf } from './verification.ts';

/** Of the mechanical forgeries, for each kind at most. */
const SAMPLE = 150;

describe('a forged bundle', () => {
  let scene: Scene;
  before(async () => {
    scene = await makeScene();
  });

  it('starts from bundles that are accepted', () => {
    for (const bundle of [scene.passed, scene.mixed]) assert.deepEqual(verifiedIn(scene, bundle).findings, []);
  });

  for (const [what, make] of Object.entries(asExpected)) {
    it(`starts from what is accepted with ${what}`, async () => {
      assert.deepEqual(verifiedIn(scene, await make(scene)).findings, []);
    });
  }

  for (const [chapter, forgeries] of Object.entries(CHAPTERS)) {
    describe(`in its ${chapter}`, () => {
      for (const [what, [threat, code, forge]] of Object.entries(forgeries)) {
        it(`is found by ${code} for ${what} (threat ${threat})`, async () => {
          const { outcome, findings } = verifiedIn(scene, await forge(scene));
          const codes = [...new Set(findings.map((finding) => finding.code))];
          assert.ok(codes.includes(code), `${code} expected, found ${codes.join()}`);
          assert.notEqual(outcome, 'accepted');
          assert.equal(outcome, outcomeOf(findings.filter((finding) => finding.code === code)));
        });
      }
    });
  }

  it('is tried for every threat', () => {
    const tried = [...Object.values(CHAPTERS), inJudgement, inReports, inSignedReport, inDisclosure].flatMap(
      (forgeries) => Object.values(forgeries).map(([threat]) => threat),
    );
    assert.deepEqual(
      THREATS.flatMap((_, place) => (tried.includes(place + 1) ? [] : [place + 1])),
      [],
    );
    assert.equal(THREATS.length, 60);
    assert.ok(tried.length >= 120, `${tried.length} forgeries`);
  });

  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  it(`is rejected for any byte, entry or file changed, sampled (SEED=${seed})`, function () {
    this.timeout(60_000);
    const random = randomFrom(seed);
    for (const { what, count, forge } of mechanicalForgeries(scene.passed)) {
      for (let round = 0; round < Math.min(SAMPLE, count); round += 1) {
        const number = count <= SAMPLE ? round : Math.floor(random() * count);
        assert.equal(verifiedIn(scene, forge(number)).outcome, 'rejected', `${what}: ${number}`);
      }
    }
  });
});

import assert from 'node:assert/strict';
import { randomFrom } from '../../fixtures/bundles/forgeries/random.ts';
import { plant } from '../../fixtures/canaries/campaign.ts';
import { controls, plantings } from '../../fixtures/canaries/plantings.ts';

/** The whole campaign is `npm run canaries`. */
const ONE_IN = 25;

/** Whatever a run leaves and whatever is made of it. */
const OUTPUTS = [
  /^assay run$/,
  /^assay verify .* --replay$/,
  /^assay replay /,
  /^assay compare .*--html/,
  /^assay compare .*--json$/,
  /journal\.jsonl$/,
  /exchanges\/.*\.res\.http$/,
  /results\.json$/,
  /redactions\.json$/,
  /openings\.json$/,
  /report\.html$/,
  /report\.pdf$/,
  /report\.pdf as text$/,
  /requirements\.csv$/,
  /results\.csv$/,
  /scal\.xlsx$/,
  /junit\.xml$/,
  /testreport/i,
  /mochawesome\.html$/,
  /mochawesome\.json$/,
  /^compare\.html$/,
  /^bundle .*evidence\.sigstore\.json$/,
];

describe('what must not get into evidence', function () {
  this.timeout(180_000);
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

  it(`is in nothing that is written, wherever a provider puts it (SEED=${seed})`, async () => {
    const random = randomFrom(seed);
    const first = Math.floor(random() * ONE_IN);
    const canaries = plantings(random).filter((_, place) => place % ONE_IN === first);
    const known = controls(random);
    const { found, bundle, accepted, disclosed, searched, terminal, verification } = await plant([
      ...canaries,
      ...known,
    ]);
    assert.deepEqual(
      canaries.filter((one) => found.has(one)).map(({ kind, encoding, place }) => [kind, encoding, place]),
      [],
    );
    assert.ok(bundle, terminal);
    const { redactedValues } = JSON.parse(Buffer.from(bundle.get('data/results.json') ?? []).toString());
    for (const kind of ['name', 'nhs-number', 'telecom', 'birth-date']) assert.ok(redactedValues[kind] > 0, kind);
    assert.ok(accepted, verification);
    assert.equal(disclosed, 1);
    for (const output of OUTPUTS)
      assert.ok(
        searched.some((name) => output.test(name)),
        `${output}`,
      );
    // The search would have seen them: it sees what is nobody's, and stays, through every encoding.
    assert.deepEqual(
      known.filter((one) => !found.has(one)).map(({ encoding }) => encoding),
      [],
    );
  });
});

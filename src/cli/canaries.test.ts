import assert from 'node:assert/strict';
import { randomFrom } from '../../fixtures/bundles/forgeries/random.ts';
import { plant } from '../../fixtures/canaries/campaign.ts';
import { controls, plantings } from '../../fixtures/canaries/plantings.ts';

/** The whole campaign is `npm run canaries`. */
const ONE_IN = 25;

describe('what must not get into evidence', function () {
  this.timeout(180_000);
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

  it(`is in nothing that is written, wherever a provider puts it (SEED=${seed})`, async () => {
    const random = randomFrom(seed);
    const first = Math.floor(random() * ONE_IN);
    const canaries = plantings(random).filter((_, place) => place % ONE_IN === first);
    const known = controls(random);
    const { found, bundle, terminal } = await plant([...canaries, ...known]);
    assert.deepEqual(
      canaries.filter((one) => found.has(one)).map(({ kind, encoding, place }) => [kind, encoding, place]),
      [],
    );
    assert.ok(bundle, terminal);
    // The search would have seen them: it sees what is nobody's, and stays, through every encoding.
    assert.deepEqual(
      known.filter((one) => !found.has(one)).map(({ encoding }) => encoding),
      [],
    );
  });
});

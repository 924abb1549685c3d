import assert from 'node:assert/strict';
import { type KeyHolder, keyHolder } from '../../../fixtures/bundles/key-holder.ts';
import { canonicalJson } from '../../model/canonical-json.ts';
import { type FileSet, sha256 } from '../../model/digest.ts';
import type { Replay } from './replay.ts';

/** A positive, its negative, and a case of several steps. */
const SOME = ['BK-01', 'BK-20', 'CN-01'];

describe('what the holder of the key says of a run', function () {
  this.timeout(60_000);
  let holder: KeyHolder;
  let sound: FileSet;
  before(async () => {
    holder = await keyHolder();
    sound = await holder.run({ filter: SOME });
  });

  const codesOf = ({ findings }: Replay) => [...new Set(findings.map(({ code }) => code))];

  it('stands when it is so', async () => {
    assert.deepEqual((await holder.replayed(sound)).findings, []);
  });

  describe('of the nonce', () => {
    it('is refused when the seed of the run does not follow from it', async () => {
      const replays = await holder.replayed(await holder.replanned(sound, (plan) => ({ ...plan, nonce: 'letter-17' })));
      assert.equal(replays.outcome, 'rejected');
      assert.ok(codesOf(replays).includes('PLAN_MISMATCH'));
    });

    it('shows every request of an older run to be of another plan', async () => {
      const nonce = 'letter-17';
      const older = await holder.replanned(sound, (plan) => ({
        ...plan,
        nonce,
        seed: sha256(canonicalJson([nonce, plan.salt])),
      }));
      const { outcome, findings, compared } = await holder.replayed(older);
      assert.equal(outcome, 'rejected');
      const others = findings.filter(
        ({ code, message }) => code === 'EXCHANGE_MISMATCH' && / not the request /.test(message),
      );
      assert.ok(compared.requests > 5);
      assert.equal(others.length, compared.requests);
    });

    it('is refused with a salt that is short', async () => {
      const salt = '00';
      const seed = sha256(canonicalJson([null, salt]));
      const replays = await holder.replayed(await holder.replanned(sound, (plan) => ({ ...plan, salt, seed })));
      assert.deepEqual([replays.outcome, codesOf(replays)], ['rejected', ['PLAN_MISMATCH']]);
    });
  });
});

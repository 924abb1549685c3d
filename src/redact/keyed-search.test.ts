import assert from 'node:assert/strict';
import { randomFrom } from '../../fixtures/bundles/forgeries/random.ts';
import { keyedSearch } from './keyed-search.ts';
import { searcher } from './search.ts';

const SECRET = Buffer.alloc(32, 5);

describe('keyedSearch', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

  it(`finds what a search for the bytes themselves finds, wherever they stand (SEED=${seed})`, () => {
    const random = randomFrom(seed);
    const drawn = (length: number): Buffer =>
      Buffer.from(Array.from({ length }, () => Math.floor(random() * 3) + 0x7e));
    const { needleOf, searcher: keyed } = keyedSearch(SECRET);
    for (let round = 0; round < 200; round += 1) {
      const needles = Array.from({ length: 5 }, (_, meaning) => ({
        bytes: drawn(4 + Math.floor(random() * 4)),
        meaning,
      }));
      const content = drawn(200);
      const hidden = needles.flatMap(({ bytes, meaning }) => {
        const needle = needleOf(bytes);
        return needle === undefined ? [] : [[needle, meaning] as const];
      });
      const plain = [...searcher(needles)(content)].map((meaning) => needles[meaning]?.bytes.toString('hex'));
      const found = [...keyed(hidden)(content)].map((meaning) => needles[meaning]?.bytes.toString('hex'));
      assert.deepEqual([...new Set(found)].sort(), [...new Set(plain)].sort());
    }
  });

  it('finds nothing under another secret', () => {
    const needle = keyedSearch(SECRET).needleOf(Buffer.from('Ferncastle')) ?? assert.fail();
    const search = (secret: Buffer) => keyedSearch(secret).searcher([[needle, 'name']])(Buffer.from('Ms Ferncastle'));
    assert.deepEqual([...search(SECRET)], ['name']);
    assert.deepEqual([...search(Buffer.alloc(32, 6))], []);
  });

  it('makes no needle of what is found everywhere', () => {
    assert.equal(keyedSearch(SECRET).needleOf(Buffer.from('Oak')), undefined);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { searcher } from './search.ts';

describe('searcher', () => {
  it('finds what a search for each needle alone finds', () => {
    const short = fc.uint8Array({ minLength: 4, maxLength: 6, max: 2 });
    const long = fc.uint8Array({ maxLength: 200, max: 2 });
    fc.assert(
      fc.property(fc.array(short, { maxLength: 8 }), long, (needles, content) => {
        const search = searcher(needles.map((bytes, meaning) => ({ bytes: Buffer.from(bytes), meaning })));
        const alone = needles.flatMap((bytes, place) =>
          Buffer.from(content).includes(Buffer.from(bytes)) ? [place] : [],
        );
        assert.deepEqual([...search(content)].sort(), alone.sort());
      }),
    );
  });

  it('finds needles at both ends and none in nothing', () => {
    const search = searcher([{ bytes: Buffer.from('needle'), meaning: 'it' }]);
    for (const text of ['needle', 'needle and hay', 'hay and needle']) {
      assert.deepEqual([...search(Buffer.from(text))], ['it']);
    }
    const long = Buffer.from('needle'.repeat(100));
    const far = Buffer.concat([Buffer.alloc(999), long, Buffer.alloc(9)]);
    assert.deepEqual([...searcher([{ bytes: long, meaning: 'it' }])(far)], ['it']);
    assert.deepEqual([...searcher([{ bytes: long, meaning: 'it' }])(far.fill(0, 1500, 1501))], []);
    for (const text of ['', 'need', 'eedle', 'hay']) assert.deepEqual([...search(Buffer.from(text))], []);
  });
});

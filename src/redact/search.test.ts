import assert from 'node:assert/strict';
import fc from 'fast-check';
import { searcher } from './search.ts';

describe('searcher', () => {
  it('finds what a search for each needle alone finds', () => {
    const short = fc.uint8Array({ minLength: 4, maxLength: 6, max: 2 });
    const longer = fc.uint8Array({ minLength: 14, maxLength: 40, max: 1 });
    const long = fc.uint8Array({ maxLength: 200, max: 2 });
    fc.assert(
      fc.property(fc.array(fc.oneof(short, longer), { maxLength: 8 }), long, (needles, content) => {
        const search = searcher(needles.map((bytes, meaning) => ({ bytes: Buffer.from(bytes), meaning })));
        const alone = needles.flatMap((bytes, place) =>
          Buffer.from(content).includes(Buffer.from(bytes)) ? [place] : [],
        );
        assert.deepEqual([...search(content)].sort(), alone.sort());
      }),
    );
  });

  it('finds long needles beside short ones, and bears any number of them', () => {
    const long = Buffer.from('a needle of some length');
    const many = Array.from({ length: 200_000 }, () => ({ bytes: long, meaning: 'long' }));
    const search = searcher([...many, { bytes: Buffer.from('short'), meaning: 'short' }]);
    assert.deepEqual([...search(Buffer.from(`in short ${long}`))].sort(), ['long', 'short']);
    assert.deepEqual([...search(Buffer.from(`in brief ${long}`))], ['long']);
    assert.deepEqual([...search(Buffer.from('in short'))], ['short']);
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

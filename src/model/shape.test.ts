import assert from 'node:assert/strict';
import { atLeast, count, either, list, members, object, optional, type Shape, single, text, union } from './shape.ts';

describe('a shape', () => {
  const booking = object({
    id: text,
    slots: list(object({ start: text, places: optional(count) })),
    booker: either(text, atLeast({ name: text })),
    event: union({ made: atLeast({ type: text, by: text }), gone: atLeast({ type: text }) }),
  });
  const sound = {
    id: 'b-1',
    slots: [{ start: '09:00', places: 2 }, { start: '10:00' }],
    booker: { name: 'Oriel', age: 7 },
    event: { type: 'made', by: 'Oriel', at: 'noon' },
  };

  it('says nothing of what fits', () => {
    assert.equal(booking(sound), undefined);
    assert.equal(booking({ ...sound, booker: 'Oriel', event: { type: 'gone' } }), undefined);
  });

  for (const [pointer, value] of [
    ['', [sound]],
    ['', null],
    ['/id', { ...sound, id: 1 }],
    ['/id', JSON.parse('{"slots":[],"booker":"","event":{"type":"gone"}}')],
    ['/slots', { ...sound, slots: {} }],
    ['/slots/1/places', { ...sound, slots: [sound.slots[0], { start: '11:00', places: -1 }] }],
    ['/slots/0/end~1~0', { ...sound, slots: [{ start: '09:00', 'end/~': '10:00' }] }],
    ['/__proto__', JSON.parse(`{"__proto__":{},${JSON.stringify(sound).slice(1)}`)],
    ['/toString', { ...sound, toString: 'x' }],
    ['/booker/name', { ...sound, booker: { age: 7 } }],
    ['/event/by', { ...sound, event: { type: 'made' } }],
    ['/event/type', { ...sound, event: { type: 'toString' } }],
    ['/id', { ...sound, id: 1, slots: 'none' }],
  ] as const) {
    it(`says where something does not fit: ${pointer || 'the whole'}, in ${JSON.stringify(value).slice(0, 40)}`, () => {
      assert.equal(booking(value), pointer);
    });
  }

  it('of any members looks at each, and takes no list for an object', () => {
    const counts: Shape = members(count);
    assert.deepEqual(
      [{}, { token: 1 }, { 'a/b': -1 }, [], [1], null].map((value) => counts(value)),
      [undefined, undefined, '/a~1b', '', '', ''],
    );
  });

  it('of exactly one looks at it and at how many there are', () => {
    const one: Shape = single(count);
    assert.deepEqual([one([1]), one([]), one([1, 2]), one(['x'])], [undefined, '', '', '/0']);
  });
});

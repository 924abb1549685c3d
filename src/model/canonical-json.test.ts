import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';

describe('canonicalJson', () => {
  it('writes the example of RFC 8785 section 3.2.4', () => {
    const input = String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`;
    assert.equal(
      canonicalJson(JSON.parse(input)),
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts members by UTF-16 code units, as RFC 8785 section 3.2.3 asks', () => {
    const input = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    const order = [...canonicalJson(input).matchAll(/:(\d)/g)].map(([, digit]) => digit).join('');
    assert.equal(order, '2467153');
  });

  it('leaves out undefined members and writes negative zero as zero', () => {
    assert.equal(canonicalJson({ b: undefined, a: -0 }), '{"a":0}');
  });

  it('keeps members named like those of Object.prototype', () => {
    const text = '{"__proto__":{"x":1},"constructor":null}';
    assert.equal(canonicalJson(JSON.parse(text)), text);
  });

  it('writes a lone surrogate as the text of its escape, and leaves pairs alone', () => {
    assert.equal(canonicalJson({ '\ud800': 'a\udc00😀' }), '{"\\\\ud800":"a\\\\udc00😀"}');
  });

  it('gives text that reads back as the same value and is its own canonical form', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        assert.equal(canonicalJson(JSON.parse(text)), text);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('gives the same in whatever order members were added, and members in order even when they are named by numbers', () => {
    const name = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 120 }).map(String));
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue(), { maxKeys: 8 }), (object) => {
        const names = Object.keys(object).sort();
        const expected = `{${names.map((each) => `${JSON.stringify(each)}:${canonicalJson(object[each])}`).join(',')}}`;
        for (const added of [names, names.toReversed()]) {
          assert.equal(canonicalJson(Object.fromEntries(added.map((each) => [each, object[each]]))), expected);
        }
      }),
    );
  });

  it('sorts members however deep they lie, and beside such as are in order', () => {
    const deep = (value: unknown, levels: number): unknown => (levels === 0 ? value : deep([{ m: value }], levels - 1));
    for (const levels of [0, 3, 4, 20]) {
      const text = canonicalJson({ z: deep({ b: 1, a: { d: null, c: 'x' } }, levels), y: deep({ a: 1 }, levels) });
      assert.ok(text.startsWith('{"y":') && text.includes('{"a":{"c":"x","d":null},"b":1}'), text);
    }
  });

  for (const [name, value] of Object.entries({
    'a non-finite number': Number.POSITIVE_INFINITY,
    'not a number': Number.NaN,
    'a function': () => 0,
    'a bigint': 1n,
    'an undefined root': undefined,
    'a hole in a list': [undefined],
    'a map': new Map(),
    'a date': new Date(0),
    bytes: new Uint8Array(1),
  })) {
    it(`refuses ${name}`, () => assert.throws(() => canonicalJson(value), TypeError));
  }
});

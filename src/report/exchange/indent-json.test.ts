import assert from 'node:assert/strict';
import fc from 'fast-check';
import { indentJson, jsonTokens } from './indent-json.ts';

/** Without white space outside strings. */
const compact = (json: string) =>
  json.replace(/("(?:[^"\\]|\\.)*"?)|\s+/gs, (_, string: string | undefined) => string ?? '');

describe('indentJson', () => {
  it('gives each member its line, and keeps short objects and lists on theirs', () => {
    const json =
      '{"a":1,"list":[1,2],"none":{},"long":["01234567890123456789","01234567890123456789","01234567890123456789"]}';
    assert.equal(
      indentJson(json),
      `{
  "a": 1,
  "list": [1, 2],
  "none": {},
  "long": [
    "01234567890123456789",
    "01234567890123456789",
    "01234567890123456789"
  ]
}`,
    );
  });

  it('keeps the digits of numbers, the escapes of strings and members that stand twice', () => {
    const json = String.raw`{"a":1.50,"b":1e400,"c":12345678901234567890,"d":"\u00e9\/\"{,}","d":[]}`;
    assert.equal(compact(indentJson(json)), json);
  });

  it('changes nothing but white space, wherever the text was cut off', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (json, length) => {
        const start = json.slice(0, length % (json.length + 1));
        assert.equal(compact(indentJson(start)), compact(start));
      }),
    );
  });

  it('is not blown up by nesting', () => {
    assert.ok(indentJson('['.repeat(4_000)).length < 4_000 * 60);
  });
});

describe('jsonTokens', () => {
  it('tells where each stands, be there more that are the same', () => {
    const json = '[[1, 11,1], "a" ,"a\\"a",{"1": "1"}]';
    const tokens = jsonTokens(json);
    assert.equal(tokens.map(({ text }) => text).join(' '), '[ [ 1 , 11 , 1 ] , "a" , "a\\"a" , { "1" : "1" } ]');
    for (const { text, at } of tokens) assert.equal(json.slice(at, at + text.length), text);
    const places = tokens.map(({ at }) => at);
    assert.deepEqual(
      places,
      [...new Set(places)].sort((one, other) => one - other),
    );
  });
});

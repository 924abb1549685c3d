import assert from 'node:assert/strict';
import type { JsonValue } from '../model/json.ts';
import { comparedWords, expectationWords, foundWords } from './expectation-words.ts';

const expected = (kind: string, value: JsonValue, says?: string) =>
  expectationWords({ kind, expected: value, ...(says !== undefined && { says }) })?.text ?? '';
const found = (kind: string, actual: JsonValue) => foundWords({ kind, expected: 'x', actual })?.text ?? '';

/** As a program writes lists and objects. */
const AS_CODE = /[[\]{}]/;

const ASKED: readonly (readonly [kind: string, value: JsonValue, names: readonly string[]])[] = [
  ['status', [415, 501, 406], ['415', '501', '406']],
  ['connection', ['closed', 'redirected', 400], ['closed', 'https', '400']],
  ['header', 'ETag matching /^W/', ['ETag', '/^W/']],
  ['mediaType', ['application/fhir+json', 'application/json'], ['application/fhir+json', 'application/json']],
  ['resource', 'Bundle', ['Bundle']],
  ['profile', 'refusal', ['refusal', 'profile']],
  [
    'outcome',
    { severity: 'error', code: ['invalid', 'required'], says: 'NHS' },
    ['error', 'invalid', 'required', 'NHS'],
  ],
  ['needed', 'header ETag', ['ETag']],
  ['unchanged', ['free', 1], ['before', 'free', '1']],
  ['fhirpath', 'total = 0', ['total = 0']],
];

const FOUND: readonly (readonly [kind: string, value: JsonValue, names: readonly string[]])[] = [
  ['status', 404, ['404']],
  ['connection', 'redirected', ['https']],
  ['profile', 'Appointment', ['an Appointment']],
  ['outcome', 'Bundle', ['a Bundle']],
  [
    'outcome',
    [{ severity: 'error', code: 'invalid', details: ['X'], diagnostics: 'no' }],
    ['error', 'invalid', 'X', 'no'],
  ],
  ['outcome', [], ['without']],
  ['fhirpath', false, ['not']],
  ['fhirpath', [], ['nothing']],
];

describe('what an assertion expects and finds, in words', () => {
  for (const [kind, value, names] of ASKED) {
    it(`says what ${kind} asks for`, () => {
      const text = expected(kind, value);
      assert.doesNotMatch(text, AS_CODE);
      for (const name of names) assert.ok(text.includes(name), text);
    });
  }

  for (const [kind, value, names] of FOUND) {
    it(`says what ${kind} found: ${JSON.stringify(value)}`, () => {
      const text = found(kind, value);
      assert.doesNotMatch(text, AS_CODE);
      for (const name of names) assert.ok(text.includes(name), text);
    });
  }

  it('takes the words of the suite before its expression', () => {
    assert.equal(expected('fhirpath', 'total = 0', 'there is no slot'), 'there is no slot');
  });

  it('quotes other values as they stand', () => {
    assert.deepEqual(expectationWords({ kind: 'equals', expected: { b: 1, a: 2 } }), {
      text: '{"a":2,"b":1}',
      quoted: true,
    });
    assert.deepEqual(foundWords({ kind: 'header', expected: 'x', actual: 'W/"1"' }), { text: 'W/"1"', quoted: true });
  });

  it('says what is not there, and nothing where nothing was asked for', () => {
    assert.equal(found('header', null), 'no such header');
    assert.equal(found('mood', null), 'nothing');
    assert.equal(foundWords({ kind: 'compose', expected: null, actual: null }), undefined);
    assert.equal(expectationWords({ kind: 'compose', expected: null }), undefined);
    assert.equal(comparedWords({ kind: 'compose', expected: null, actual: null }).found, 'nothing');
  });
});

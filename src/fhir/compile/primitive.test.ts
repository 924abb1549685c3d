import assert from 'node:assert/strict';
import { MAX_STRING_LENGTH, PRIMITIVE_TYPES } from './primitive.ts';

const uuid = 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0';

const TEXTS: Readonly<Record<string, { readonly accepted: readonly string[]; readonly refused: readonly string[] }>> = {
  string: {
    accepted: [
      'a',
      ' a ',
      'a\nb\tc\r',
      '\u00a0',
      'é',
      '😀',
      'x'.repeat(MAX_STRING_LENGTH),
      '😀'.repeat(MAX_STRING_LENGTH),
    ],
    refused: ['', 'a\u0000', '\u0008', '\u000b', '\u001f', 'x'.repeat(MAX_STRING_LENGTH + 1)],
  },
  uri: {
    accepted: ['a', 'urn:x:y', 'https://example.org/a?b=c#d', uuid, uuid.toUpperCase(), 'urn:oid:1.2.3', 'urn:oids:1'],
    refused: ['', 'a b', ' a', 'a\n', 'urn:uuid:1', `${uuid}0`, 'urn:oid:3.1', 'urn:oid:1.2.', 'URN:OID:x'],
  },
  code: { accepted: ['a', 'a b', 'a-b.c/d'], refused: ['', ' a', 'a ', 'a  b', 'a\tb'] },
  id: { accepted: ['a', 'A-1.b', 'x'.repeat(64)], refused: ['', 'a_b', 'a b', 'x'.repeat(65), 'é'] },
  oid: {
    accepted: ['urn:oid:1.2.3', 'urn:oid:0.9.2342', 'urn:oid:2.0'],
    refused: ['1.2.3', 'urn:oid:3.1', 'urn:oid:1', 'urn:oid:1.02', 'urn:oid:1.2.'],
  },
  uuid: { accepted: [uuid], refused: [uuid.toUpperCase(), uuid.slice(9), `${uuid}0`, uuid.replace('-', '')] },
  base64Binary: {
    accepted: ['QUJD', 'QUI=', 'QQ==', 'QU JD\nQUJD', '+/+/'],
    refused: ['', 'QUJ', 'QUJDQ', 'Q===', 'QQ=A', '====', 'QU_D', 'QUJ='.repeat(2)],
  },
  date: {
    accepted: ['2020', '2020-12', '2020-02-29', '2000-02-29', '2021-01-31', '2021-04-30', '-0044', '0001'],
    refused: [
      '',
      '20',
      '2020-13',
      '2020-00',
      '2020-1',
      '2021-02-29',
      '1900-02-29',
      '2020-02-30',
      '2021-04-31',
      '2021-06-31',
      '2021-09-31',
      '2021-11-31',
      '2020-01-32',
      '2020-01-00',
      '2020-01-01T00:00:00Z',
      '0000',
      '2020-01-01 ',
      'x2020',
    ],
  },
  dateTime: {
    accepted: [
      '2020',
      '2020-12',
      '2020-02-29',
      '2020-02-29T23:59:60Z',
      '2020-01-01T00:00:00.123456+14:00',
      '2020-01-01T00:00:00-13:59',
    ],
    refused: [
      '2020-01-01T00:00Z',
      '2020-01-01T00:00:00',
      '2020-01T00:00:00Z',
      '2020-01-01T24:00:00Z',
      '2020-01-01T00:60:00Z',
      '2020-01-01T00:00:61Z',
      '2020-01-01T00:00:00+14:01',
      '2020-01-01T00:00:00+1:00',
      '2023-02-29T00:00:00Z',
      '2020-01-01T00:00:00.Z',
    ],
  },
  instant: {
    accepted: ['2020-02-29T00:00:00Z', '2020-01-01T00:00:00.1+01:00'],
    refused: ['2020', '2020-01-01', '2020-01-01T00:00:00', '2023-02-29T00:00:00Z'],
  },
  time: {
    accepted: ['00:00:00', '23:59:60', '12:00:00.5'],
    refused: ['24:00:00', '12:00', '12:60:00', '12:00:61', '12:00:00Z'],
  },
  xhtml: { accepted: ['<div/>'], refused: [''] },
};

describe('PRIMITIVE_TYPES', () => {
  for (const [type, { accepted, refused }] of Object.entries(TEXTS)) {
    it(`${type}: accepts what it must and nothing else`, () => {
      const accepts = PRIMITIVE_TYPES[type]?.accepts;
      for (const text of accepted) assert.equal(accepts?.(text), true, JSON.stringify(text.slice(0, 100)));
      for (const text of refused) assert.equal(accepts?.(text), false, JSON.stringify(text.slice(0, 100)));
    });
  }

  it('bounds integers to 32 bits', () => {
    const bounds = (type: string): readonly unknown[] => [
      PRIMITIVE_TYPES[type]?.minimum,
      PRIMITIVE_TYPES[type]?.maximum,
    ];
    assert.deepEqual(bounds('integer'), [-2147483648, 2147483647]);
    assert.deepEqual(bounds('positiveInt'), [1, 2147483647]);
    assert.deepEqual(bounds('unsignedInt'), [0, 2147483647]);
    assert.deepEqual(bounds('decimal'), [undefined, undefined]);
  });

  it('answers at once to texts made for slow expressions', () => {
    for (const { accepts } of Object.values(PRIMITIVE_TYPES)) {
      for (const part of [' ', 'a', 'a ', '1', '=', '.0', 'QUJD ']) accepts?.(`${part.repeat(200_000)}!`);
    }
  });
});

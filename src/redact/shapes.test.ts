import assert from 'node:assert/strict';
import { isNhsNumber } from './nhs-number.ts';
import { type Kind, standInOf } from './shapes.ts';
import { StandIns } from './stand-ins.ts';

/** Kind, value, and the shape that its stand-in has to have. */
const SHAPED: readonly (readonly [Kind, string, RegExp])[] = [
  ['birth-date', '1980-02-03', /^18\d\d-\d\d-\d\d$/],
  ['birth-date', '1980-02', /^18\d\d-\d\d$/],
  ['birth-date', '1980', /^18\d\d$/],
  ['birth-date', '19800203', /^18\d{6}$/],
  ['birth-date', '198002030915', /^18\d{6}1200$/],
  ['birth-date', '1980-02-03T09:15:30.123+01:00', /^18\d\d-\d\d-\d\dT12:00:00\.000\+01:00$/],
  ['birth-date', '03/02/1980', /^\d\d\/\d\d\/18\d\d$/],
  ['birth-date', 'third of May', /^18\d\d-\d\d-\d\d$/],
  ['telecom', '01632 311 001', /^0\d{3,4} [\d ]+$/],
  ['telecom', '07811 311001', /^07700 900\d{3}$/],
  ['telecom', '+447811311001', /^\+447700900\d{3}$/],
  ['telecom', 'oriel@ferncastle.example', /^[0-9a-f]{8}@redacted\.invalid$/],
  ['postcode', 'QX1 2AB', /^ZZ99 \d[A-Z]{2}$/],
  ['postcode', 'QX12AB', /^ZZ99\d[A-Z]{2}$/],
  ['name', 'Ferncastle', /^Redacted-[a-z]{8}$/],
  ['identifier', '7e0c2ca1-98a1-4e55-8d0a-4b5cb2a4a3e1', /^0{8}-0000-4000-8000-[0-9a-f]{12}$/],
  ['identifier', '200000000115', /^0{5}\d{7}$/],
  ['identifier', 'local-7', /^redacted-[0-9a-f]{8}$/],
  ['user-id', '555021935107', /^0{5}\d{7}$/],
  ['address', '7 Larch Lane', /^Redacted [0-9a-f]{8}$/],
  ['url', 'https://people.example/7', /^https:\/\/redacted\.invalid\/[0-9a-f]{8}$/],
  ...(['secret', 'token', 'key', 'cookie'] as const).map((kind) => [kind, 's3cret', /^redacted-[0-9a-f]{8}$/] as const),
];

describe('stand-ins', () => {
  for (const [kind, value, shape] of SHAPED) {
    it(`of a ${kind} written ${value} are written alike`, () => {
      const standIns = new StandIns(Buffer.alloc(32, 1));
      const standIn = standIns.for(kind, value);
      assert.match(standIn, shape);
      assert.notEqual(standIn, value);
      assert.equal(standIns.for(kind, value), standIn);
    });
  }

  it('of dates are dates', () => {
    const standIns = new StandIns(Buffer.alloc(32, 2));
    for (let day = 1; day < 29; day += 1) {
      const standIn = standIns.for('birth-date', `1980-02-${String(day).padStart(2, '0')}`);
      assert.equal(new Date(standIn).toISOString().slice(0, 10), standIn);
    }
  });

  it('of NHS numbers are NHS numbers that nobody has', () => {
    assert.ok(isNhsNumber(standInOf('nhs-number', Buffer.alloc(32, 7), '4505577104')));
    assert.match(standInOf('nhs-number', Buffer.alloc(32, 7), '4505577104'), /^999/);
  });

  it('differ where values do, though there be few of them', () => {
    const standIns = new StandIns(Buffer.alloc(32, 3));
    const values = Array.from({ length: 400 }, (_, index) => `QX1 ${index}AB`);
    assert.equal(new Set(values.map((value) => standIns.for('postcode', value))).size, values.length);
  });

  it('end when there are no more of them', () => {
    const standIns = new StandIns(Buffer.alloc(32, 4));
    const values = Array.from({ length: 1100 }, (_, index) => `07811 31${String(index).padStart(4, '0')}`);
    assert.ok(new Set(values.map((value) => standIns.for('telecom', value))).size > 900);
  });
});

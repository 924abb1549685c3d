import assert from 'node:assert/strict';
import type { JsonValue } from '../../model/json.ts';
import { isWithin } from './span.ts';

type Case = readonly [limit: JsonValue, value: JsonValue, expected: boolean | undefined];

function compared(side: 'minimum' | 'maximum', cases: readonly Case[]): void {
  for (const [limit, value, expected] of cases)
    assert.equal(isWithin(side, limit, value), expected, `${JSON.stringify(value)} against ${JSON.stringify(limit)}`);
}

const kg = (value: JsonValue, comparator?: string): JsonValue => ({
  value,
  system: 'http://unitsofmeasure.org',
  code: 'kg',
  ...(comparator !== undefined && { comparator }),
});

describe('isWithin', () => {
  it('takes a date for every moment of its day, month or year', () => {
    compared('minimum', [
      ['2026-02-01', '2026-02-01', true],
      ['2026-02-01', '2026-01-31', false],
      ['2026-02-01', '2026-02', true],
      ['2026-02-02', '2026-02', undefined],
      ['2026-02-28', '2026-02', undefined],
      ['2026-03-01', '2026-02', false],
      ['2026-12-31', '2026', undefined],
      ['2027-01-01', '2026', false],
    ]);
    compared('maximum', [
      ['2026-02-28', '2026-02', true],
      ['2026-02-27', '2026-02', undefined],
      ['2026-02', '2026-02-28', true],
      ['2026-02', '2026-03-01', false],
      ['2024-02', '2024-02-29', true],
      ['2026-12-31', '2026', true],
      ['2026', '2026-12-31', true],
      ['2026-12-30', '2026', undefined],
      ['2025-12-31', '2026', false],
    ]);
  });

  it('compares moments across zones', () => {
    const limit = '2026-01-01T12:00:00Z';
    compared('minimum', [
      [limit, '2026-01-01T13:30:00+01:30', true],
      [limit, '2026-01-01T13:29:59.999+01:30', false],
      [limit, '2026-01-01T10:30:00-01:30', true],
      [limit, '2026-01-01T10:29:59-01:30', false],
      [limit, '2026-01-01T12:00:00Z', true],
      [limit, '2026-01-01T11:59:60Z', true],
    ]);
    compared('maximum', [
      [limit, '2026-01-01T12:00:00Z', true],
      [limit, '2026-01-01T12:00:00.001Z', false],
      [limit, '2026-01-01T12:01:00Z', false],
      [limit, '2026-01-01T13:00:00Z', false],
    ]);
  });

  it('lets a day without zone begin fourteen hours before that of UTC and end twelve after', () => {
    compared('minimum', [
      ['2025-12-31T10:00:00Z', '2026-01-01', true],
      ['2025-12-31T10:00:01Z', '2026-01-01', undefined],
      ['2026-01-02T11:59:59Z', '2026-01-01', undefined],
      ['2026-01-02T12:00:00Z', '2026-01-01', false],
      ['2026-01-01', '2025-12-31T10:00:00Z', true],
      ['2026-01-01', '2025-12-31T09:59:59Z', false],
    ]);
    compared('maximum', [
      ['2026-01-02T12:00:00Z', '2026-01-01', true],
      ['2025-12-31T09:59:59Z', '2026-01-01', false],
      ['2026-01-01', '2026-01-02T11:59:59Z', true],
      ['2026-01-01', '2026-01-02T12:00:00Z', false],
    ]);
  });

  it('compares times of day', () => {
    compared('minimum', [
      ['08:30:10', '08:30:10', true],
      ['08:30:10', '08:30:09.9', false],
      ['08:30:10', '08:29:59', false],
      ['08:30:10', '07:59:59', false],
      ['08:30:10', '09:00:00', true],
    ]);
    compared('maximum', [
      ['08:30:10', '08:30:10', true],
      ['08:30:10', '08:30:10.5', false],
    ]);
  });

  it('compares quantities of one unit; a comparator opens one end', () => {
    compared('minimum', [
      [kg(5), kg(5), true],
      [kg(5), kg(4.9), false],
      [kg(5), kg(4, '<'), false],
      [kg(5), kg(4, '<='), false],
      [kg(5), kg(5, '<='), undefined],
      [kg(5), kg(6, '<'), undefined],
      [kg(5), kg(6, '<='), undefined],
      [kg(5), kg(4, '>'), undefined],
      [kg(5), kg(4, '>='), undefined],
      [kg(5), kg(5, '>='), true],
    ]);
    compared('maximum', [
      [kg(5), kg(5), true],
      [kg(5), kg(5.1), false],
      [kg(5), kg(5, '<'), true],
      [kg(5), kg(6, '>'), false],
      [kg(5), kg(6, '>='), false],
      [kg(5), kg(5, '>='), undefined],
      [kg(5), kg(4, '>'), undefined],
      [kg(5), kg(4, '>='), undefined],
    ]);
  });

  it('tells units apart by system and code, or by text where there is no code', () => {
    compared('minimum', [
      [kg(5), { value: 6, system: 'http://unitsofmeasure.org', code: 'g' }, undefined],
      [kg(5), { value: 6, system: 'urn:other', code: 'kg' }, undefined],
      [kg(5), { value: 6, code: 'kg' }, undefined],
      [{ value: 5, system: '', code: 'kg' }, { value: 6, code: 'kg' }, true],
      [kg(5), { value: 6, unit: 'kg' }, undefined],
      [{ value: 5, code: 'kg' }, { value: 6, code: 'kg', unit: 'kilos' }, true],
      [{ value: 5, unit: 'stone' }, { value: 6, unit: 'stone' }, true],
      [{ value: 5, unit: 'stone' }, { value: 6, unit: 'pound' }, undefined],
      [{ value: 5, unit: 'stone' }, { value: 6 }, undefined],
      [{ value: 5 }, { value: 6 }, true],
    ]);
  });

  it('cannot tell of what has no order or another one', () => {
    const unordered = [true, null, 'x', {}, kg('6'), '2026-01-01T12:00Z', 'x08:00:00', '08:00:00x'];
    const limits = ['2026-01-01', '2026-01-01T12:00:00Z', '08:00:00', kg(5)];
    for (const value of unordered) {
      compared(
        'minimum',
        limits.flatMap((limit): readonly Case[] => [
          [limit, value, undefined],
          [value, limit, undefined],
        ]),
      );
    }
    compared('maximum', [
      ['2026-01-01', '08:00:00', undefined],
      ['2026-01-01T12:00:00Z', '08:00:00', undefined],
      [kg(1), '2026-01-01', undefined],
    ]);
  });
});

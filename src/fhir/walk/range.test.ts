import assert from 'node:assert/strict';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Property } from '../compile/rule.ts';
import type { Walk } from './context.ts';
import { type Frame, rootFrame } from './frame.ts';
import { hasRange, rangeFindings } from './range.ts';

type Limits = Pick<Property, 'minValue' | 'maxValue'>;

// Nothing else of a property is looked at here.
const property = (limits: Limits): Property =>
  ({ ...limits, source: 'urn:profile|1.0', id: 'Patient.birthDate' }) as Property;

const parent = rootFrame({ resourceType: 'Patient' }, undefined);
const frame = (value: JsonValue): Frame => ({
  parent,
  property: 'birthDate',
  name: 'birthDate',
  index: undefined,
  value,
  type: 'date',
  rule: undefined,
});

/** `severity code pointer rule` of each finding. */
function found(limits: Limits, value: JsonValue): readonly string[] {
  const findings: Diagnostic[] = [];
  rangeFindings({ findings } as unknown as Walk, property(limits), value, frame(value));
  return findings.map(
    ({ severity, code, location, rule }) => `${severity} ${code} ${location?.pointer} ${location?.fhirpath} ${rule}`,
  );
}

const place = '/birthDate Patient.birthDate urn:profile|1.0#Patient.birthDate';
const outside = `error VALUE_RANGE ${place}`;
const untold = `not-checked VALUE_RANGE_NOT_CHECKED ${place}`;

describe('rangeFindings', () => {
  it('are about a value below the least or above the most', () => {
    const limits = { minValue: '2000-01-01', maxValue: '2000-12-31' };
    for (const value of ['2000-01-01', '2000-06-15', '2000-12-31']) assert.deepEqual(found(limits, value), [], value);
    assert.deepEqual(found(limits, '1999-12-31'), [outside]);
    assert.deepEqual(found(limits, '2001-01-01'), [outside]);
  });

  it('ask for one limit alone where there is one', () => {
    assert.deepEqual(found({ minValue: '2000-01-01' }, '2026-01-01'), []);
    assert.deepEqual(found({ minValue: '2000-01-01' }, '1999-01-01'), [outside]);
    assert.deepEqual(found({ maxValue: '2000-01-01' }, '1999-01-01'), []);
    assert.deepEqual(found({ maxValue: '2000-01-01' }, '2026-01-01'), [outside]);
  });

  it('say what cannot be told, for each limit', () => {
    assert.deepEqual(found({ minValue: '2000-06-01' }, '2000'), [untold]);
    assert.deepEqual(found({ maxValue: '2000-06-01' }, '2000'), [untold]);
    assert.deepEqual(found({ minValue: '2000-06-01', maxValue: '2000-07-01' }, '2000'), [untold, untold]);
  });

  it('leave numbers to the structure', () => {
    assert.deepEqual(found({ minValue: 5, maxValue: 6 }, 4), []);
    assert.equal(hasRange(property({ minValue: 5, maxValue: 6 })), false);
    assert.equal(hasRange(property({})), false);
    for (const limits of [{ minValue: '2000' }, { maxValue: '2000' }, { minValue: 5, maxValue: '2000' }])
      assert.equal(hasRange(property(limits)), true);
  });
});

import assert from 'node:assert/strict';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { ElementRule, Property, Slice, Slicing } from '../compile/rule.ts';
import { BrokenPlaces } from './broken.ts';
import type { Walk } from './context.ts';
import { rootFrame } from './frame.ts';
import { slicingFindings } from './slices.ts';

const slice = (name: string, rest: Partial<Slice> = {}): Slice => ({
  name,
  id: `X.item:${name}`,
  min: 0,
  max: Number.POSITIVE_INFINITY,
  // Not looked at here.
  property: {} as Property,
  matches: (value) => String(value).startsWith(name),
  describe: () => undefined,
  ...rest,
});

/** `code pointer` of each finding about the values of an element with those slices. */
function found(
  values: string | readonly string[],
  slices: readonly Slice[],
  slicing: Partial<Slicing> = {},
): readonly string[] {
  const element: ElementRule = {
    name: 'item',
    id: 'X.item',
    min: 0,
    max: Number.POSITIVE_INFINITY,
    list: true,
    choice: false,
    properties: [{ name: 'item', source: 'urn:x' } as Property],
    slicing: { id: 'X.item', rules: 'open', ordered: false, slices, ...slicing },
  };
  const findings: Diagnostic[] = [];
  const walk = { findings, broken: new BrokenPlaces({}, []) } as unknown as Walk;
  slicingFindings(walk, element, values, rootFrame({ resourceType: 'X' }, undefined));
  return findings.map(
    ({ code, severity, location }) => `${severity === 'error' ? '' : `${severity} `}${code} ${location?.pointer}`,
  );
}

describe('slicingFindings', () => {
  it('counts the values of each slice', () => {
    const slices = [slice('a', { min: 1, max: 1 }), slice('b', { min: 2, max: 3 })];
    assert.deepEqual(found(['a', 'b', 'b'], slices), []);
    assert.deepEqual(found(['a', 'b', 'b', 'b'], slices), []);
    assert.deepEqual(found(['b', 'b'], slices), ['SLICE_MISSING /item']);
    assert.deepEqual(found([], slices), ['SLICE_MISSING /item', 'SLICE_MISSING /item']);
    assert.deepEqual(found(['a', 'b', 'a', 'b'], slices), ['SLICE_TOO_MANY /item/2']);
    assert.deepEqual(found(['a', 'b', 'b', 'b', 'b'], slices), ['SLICE_TOO_MANY /item/4']);
  });

  it('refuses values outside of a closed slicing only', () => {
    assert.deepEqual(found(['a', 'x'], [slice('a')], { rules: 'closed' }), ['SLICE_UNMATCHED /item/1']);
    assert.deepEqual(found(['a', 'x'], [slice('a')]), []);
    assert.deepEqual(found(['x', 'y'], [slice('a')], { rules: 'closed' }), [
      'SLICE_UNMATCHED /item/0',
      'SLICE_UNMATCHED /item/1',
    ]);
  });

  it('keeps the order of an ordered slicing', () => {
    const slices = [slice('a'), slice('b'), slice('c')];
    assert.deepEqual(found(['a', 'a', 'b', 'c'], slices, { ordered: true }), []);
    assert.deepEqual(found(['a', 'x', 'c'], slices, { ordered: true }), []);
    assert.deepEqual(found(['b', 'a', 'c'], slices, { ordered: true }), ['SLICE_ORDER /item/1']);
    assert.deepEqual(found(['c', 'a', 'b'], slices, { ordered: true }), ['SLICE_ORDER /item/1', 'SLICE_ORDER /item/2']);
    assert.deepEqual(found(['b', 'a'], slices), []);
  });

  it('keeps other values at the end where only the end is open', () => {
    const slices = [slice('a'), slice('b')];
    assert.deepEqual(found(['b', 'a', 'x'], slices, { rules: 'openAtEnd' }), []);
    assert.deepEqual(found(['a', 'x', 'b'], slices, { rules: 'openAtEnd' }), ['SLICE_ORDER /item/2']);
  });

  it('looks into slices that are sliced again', () => {
    const again: Slicing = { id: 'X.item:a', rules: 'closed', ordered: false, slices: [slice('ab', { min: 1 })] };
    assert.deepEqual(found(['ab', 'b'], [slice('a', { slicing: again })]), []);
    assert.deepEqual(found(['b'], [slice('a', { slicing: again })]), ['SLICE_MISSING /item']);
    assert.deepEqual(found(['ab', 'ac'], [slice('a', { slicing: again })]), ['SLICE_UNMATCHED /item/1']);
  });

  it('says when values cannot be told apart; that there are none can be told', () => {
    const { matches: _, ...unknown } = slice('a', { min: 1 });
    assert.deepEqual(found(['a'], [unknown], { rules: 'closed' }), ['not-checked SLICING_NOT_CHECKED /item']);
    assert.deepEqual(found([], [unknown]), ['SLICE_MISSING /item']);
    assert.deepEqual(found([], [{ ...unknown, min: 0 }]), []);
  });

  it('takes what is no list for one value', () => {
    assert.deepEqual(found('a', [slice('a', { min: 1 })], { rules: 'closed' }), []);
    assert.deepEqual(found('x', [slice('a', { min: 1 })]), ['SLICE_MISSING /item']);
  });

  it('does not refuse what may be in a slice that cannot be told', () => {
    const { matches: _, ...unknown } = slice('a');
    const slices = [unknown, slice('b')];
    assert.deepEqual(found(['x'], slices, { rules: 'closed' }), ['not-checked SLICING_NOT_CHECKED /item']);
  });
});

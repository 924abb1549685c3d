import assert from 'node:assert/strict';
import type { JsonObject } from '../../model/json.ts';
import type { Discriminator, ElementDefinition } from '../definitions/structure-definition.ts';
import type { Property, Slice } from './rule.ts';
import { compileSlicing } from './slicing.ts';
import { treeOf } from './tree.ts';

/** The first slice of an element `X.item` that the discriminators and elements describe. */
function sliceOf(
  discriminator: readonly Discriminator[],
  slice: Partial<ElementDefinition>,
  below: readonly ElementDefinition[] = [],
): Slice {
  const root = treeOf([
    { id: 'X', path: 'X' },
    { id: 'X.item', path: 'X.item', slicing: { discriminator, rules: 'open' } },
    { id: 'X.item:a', path: 'X.item', sliceName: 'a', ...slice },
    ...below,
  ]);
  const node = root?.children[0];
  assert.ok(node);
  const slicing = compileSlicing(node, node.slices, {
    childrenOf: ({ children }) => children,
    // Not looked at by the matchers.
    property: () => ({}) as unknown as Property,
    isResource: (type) => type === 'Slot' || type === 'Patient',
    typeOf: (url) => (url === 'urn:slots' ? 'Slot' : undefined),
    inValueSet: (_, value) => value === 'in',
  });
  const [first] = slicing.slices;
  assert.ok(first);
  return first;
}

/** As a test of values. */
const matcherOf = (...asked: Parameters<typeof sliceOf>): Slice['matches'] => sliceOf(...asked).matches;

const element = (path: string, rest: Partial<ElementDefinition> = {}): ElementDefinition => ({
  id: path.replace('X.item', 'X.item:a'),
  path,
  ...rest,
});

const value = (path: string): readonly Discriminator[] => [{ type: 'value', path }];

describe('compileSlicing', () => {
  it('tells slices by a fixed value', () => {
    const matches = matcherOf(value('system'), {}, [element('X.item.system', { fixed: 'urn:a' })]);
    assert.equal(matches?.({ system: 'urn:a' }), true);
    assert.equal(matches?.({ system: 'urn:b' }), false);
    assert.equal(matches?.({}), false);
    assert.equal(matches?.('text'), false);
  });

  it('tells slices by a pattern, also of the value itself', () => {
    const matches = matcherOf([{ type: 'pattern', path: '$this' }], { pattern: { coding: [{ code: 'a' }] } });
    assert.equal(matches?.({ coding: [{ code: 'b' }, { code: 'a', display: 'A' }] }), true);
    assert.equal(matches?.({ coding: [{ code: 'b' }] }), false);
  });

  it('looks into lists, choices and slices on the way', () => {
    const nested = matcherOf(value('coding.code'), {}, [
      element('X.item.coding'),
      { id: 'X.item:a.coding:s', path: 'X.item.coding', sliceName: 's' },
      { id: 'X.item:a.coding:s.code', path: 'X.item.coding.code', fixed: 'a' },
    ]);
    assert.equal(nested?.({ coding: [{ code: 'b' }, { code: 'a' }] }), true);
    assert.equal(nested?.({ coding: [{ code: 'b' }] }), false);
    const choice = matcherOf(value('value'), {}, [element('X.item.value[x]', { fixed: 'a' })]);
    assert.equal(choice?.({ valueString: 'a' }), true);
    assert.equal(choice?.({ valueString: 'b' }), false);
    assert.equal(choice?.({ values: 'a' }), false);
  });

  it('tells slices by presence and absence', () => {
    const there = matcherOf([{ type: 'exists', path: 'code' }], {}, [element('X.item.code', { min: 1 })]);
    assert.equal(there?.({ code: 'a' }), true);
    assert.equal(there?.({}), false);
    const absent = matcherOf([{ type: 'exists', path: 'code' }], {}, [element('X.item.code', { min: 0, max: '0' })]);
    assert.equal(absent?.({ code: 'a' }), false);
    assert.equal(absent?.({}), true);
  });

  it('tells slices by resource type and by value set', () => {
    const typed = matcherOf([{ type: 'type', path: 'resource' }], {}, [
      element('X.item.resource', { type: [{ code: 'Slot' }] }),
    ]);
    assert.equal(typed?.({ resource: { resourceType: 'Slot' } }), true);
    assert.equal(typed?.({ resource: { resourceType: 'Patient' } }), false);
    const bound = matcherOf(value('code'), {}, [
      element('X.item.code', { binding: { strength: 'required', valueSet: 'vs' } }),
    ]);
    assert.equal(bound?.({ code: 'in' }), true);
    assert.equal(bound?.({ code: 'out' }), false);
  });

  it('tells slices by the type of a choice, and by no other data type', () => {
    const type = [{ code: 'Quantity' }];
    const choice = matcherOf([{ type: 'type', path: 'value' }], {}, [element('X.item.value[x]', { type })]);
    assert.equal(choice?.({ valueQuantity: { value: 1 } }), true);
    assert.equal(choice?.({ valueString: 'a' }), false);
    assert.equal(matcherOf([{ type: 'type', path: 'value' }], {}, [element('X.item.value', { type })]), undefined);
  });

  it('does not tell slices by what is unknown', () => {
    assert.equal(matcherOf([{ type: 'unknown', path: '$this' }], { fixed: 'a' }), undefined);
  });

  it('tells slices by the type that their profile constrains', () => {
    const type = [{ code: 'Resource', profile: ['urn:slots'] }];
    const profiled = matcherOf([{ type: 'profile', path: 'resource' }], {}, [element('X.item.resource', { type })]);
    assert.equal(profiled?.({ resource: { resourceType: 'Slot' } }), true);
    assert.equal(profiled?.({ resource: { resourceType: 'Patient' } }), false);
    const unknown = [{ code: 'Resource', profile: ['urn:slots', 'urn:none'] }];
    assert.equal(
      matcherOf([{ type: 'profile', path: 'resource' }], {}, [element('X.item.resource', { type: unknown })]),
      undefined,
    );
  });

  it('needs every discriminator to hold', () => {
    const matches = matcherOf([...value('a'), ...value('b')], {}, [
      element('X.item.a', { fixed: 1 }),
      element('X.item.b', { fixed: { c: [1, 2] } }),
    ]);
    assert.equal(matches?.({ a: 1, b: { c: [1, 2] } }), true);
    for (const other of [{ a: 1, b: { c: [2, 1] } }, { a: 1, b: { c: [1] } }, { a: 2, b: { c: [1, 2] } }, { a: 1 }]) {
      assert.equal(matches?.(other as JsonObject), false);
    }
  });

  it('tells extensions by the profile that they name', () => {
    const type = [{ code: 'Extension', profile: ['urn:ext|1.0'] }];
    const matches = matcherOf(value('url'), { type });
    assert.equal(matches?.({ url: 'urn:ext' }), true);
    assert.equal(matches?.({ url: 'urn:other' }), false);
  });

  it('does not guess where it cannot evaluate the discriminator', () => {
    assert.equal(matcherOf([], {}), undefined);
    assert.equal(matcherOf(value('a'), {}, [element('X.item.a')]), undefined);
    assert.equal(matcherOf(value('a.resolve()'), {}, [element('X.item.a', { fixed: 1 })]), undefined);
    assert.equal(matcherOf([{ type: 'profile', path: 'a' }], {}, [element('X.item.a', { fixed: 1 })]), undefined);
    assert.equal(matcherOf([{ type: 'exists', path: 'a' }], {}, [element('X.item.a')]), undefined);
    const preferred = element('X.item.a', { binding: { strength: 'preferred', valueSet: 'vs' } });
    assert.equal(matcherOf(value('a'), {}, [preferred]), undefined);
  });
});

describe('a slice in words', () => {
  const told = (...asked: Parameters<typeof sliceOf>): string | undefined => sliceOf(...asked).describe();
  const system = element('X.item.system', { fixed: 'urn:a' });

  it('is what tells its values from others', () => {
    assert.equal(told(value('system'), {}, [system]), 'has system "urn:a"');
    assert.equal(told([{ type: 'pattern', path: '$this' }], { pattern: { code: 'M' } }), 'is {"code":"M"}');
    assert.equal(
      told([...value('system'), { type: 'exists', path: 'rank' }], {}, [system, element('X.item.rank', { min: 1 })]),
      'has system "urn:a" and has rank',
    );
    assert.equal(told([{ type: 'exists', path: 'rank' }], {}, [element('X.item.rank', { max: '0' })]), 'has no rank');
    const binding = { strength: 'required', valueSet: 'urn:set' } as const;
    assert.equal(told(value('code'), {}, [element('X.item.code', { binding })]), 'has code of the value set urn:set');
    const type = [{ code: 'Slot' }, { code: 'Patient' }];
    assert.equal(
      told([{ type: 'type', path: 'resource' }], {}, [element('X.item.resource', { type })]),
      'has resource of type Slot or Patient',
    );
    assert.equal(told(value('url'), { type: [{ code: 'Extension', profile: ['urn:e|1'] }] }), 'has url "urn:e"');
  });

  it('is nothing where words do not tell it', () => {
    assert.equal(told([], {}), undefined);
    assert.equal(told(value('resolve().code'), {}), undefined);
    assert.equal(told(value('code'), {}, [element('X.item.code')]), undefined);
    assert.equal(told([...value('system'), { type: 'profile', path: '$this' }], {}, [system]), undefined);
  });
});

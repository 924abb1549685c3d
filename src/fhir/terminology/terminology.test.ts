import assert from 'node:assert/strict';
import type { DefinitionStore } from '../definitions/store.ts';
import type { CodeSystem, ValueSet } from '../definitions/value-set.ts';
import { boundMembership } from './binding.ts';
import { createTerminology, type Terminology } from './terminology.ts';

const SYSTEM = 'urn:colours';

const colours: CodeSystem = {
  url: SYSTEM,
  complete: true,
  concepts: [
    ['warm', ['red', ['yellow', ['lemon']]]],
    ['cold', ['blue']],
  ],
};

const valueSets: readonly ValueSet[] = [
  { url: 'vs:all', include: [{ system: SYSTEM }] },
  { url: 'vs:two', include: [{ system: SYSTEM, codes: ['red', 'blue'] }] },
  { url: 'vs:warm', include: [{ system: SYSTEM, filters: [{ property: 'concept', op: 'is-a', value: 'warm' }] }] },
  {
    url: 'vs:below',
    include: [{ system: SYSTEM, filters: [{ property: 'concept', op: 'descendent-of', value: 'yellow' }] }],
  },
  { url: 'vs:other', include: [{ system: SYSTEM, filters: [{ property: 'shade', op: '=', value: 'dark' }] }] },
  { url: 'vs:not-red', include: [{ system: SYSTEM }], exclude: [{ system: SYSTEM, codes: ['red'] }] },
  { url: 'vs:nested', include: [{ valueSets: ['vs:two'] }] },
  { url: 'vs:both', include: [{ valueSets: ['vs:two', 'vs:warm'] }] },
  { url: 'vs:part', include: [{ system: SYSTEM, codes: ['lemon', 'red'], valueSets: ['vs:two'] }] },
  { url: 'vs:partly', include: [{ system: SYSTEM, codes: ['red'] }, { system: 'urn:absent' }] },
  { url: 'vs:self', include: [{ valueSets: ['vs:self'] }] },
  { url: 'vs:lost', include: [{ valueSets: ['vs:none'] }] },
  { url: 'vs:media', include: [{ system: 'urn:ietf:bcp:13' }] },
  { url: 'vs:folded', include: [{ system: 'urn:folded' }] },
  { url: 'vs:fragment', include: [{ system: 'urn:fragment' }] },
];

const store: DefinitionStore = {
  version: 'r4',
  structure: () => undefined,
  valueSet: (url) => valueSets.find((set) => set.url === url),
  codeSystem: (url) =>
    ({
      [SYSTEM]: colours,
      'urn:folded': { url, complete: true, caseInsensitive: true as const, concepts: ['Red'] },
      'urn:fragment': { url, complete: false, concepts: ['a'] },
    })[url],
  resourceTypes: new Set(),
};

describe('createTerminology', () => {
  const membership: Terminology['membership'] = (...asked) => createTerminology(store).membership(...asked);
  const told = (valueSet: string, code: string, system: string | undefined = SYSTEM): string => {
    const answer = membership(valueSet, system, code);
    return typeof answer === 'object' ? 'unknown' : answer;
  };

  const cases: readonly (readonly [valueSet: string, members: string, others: string])[] = [
    ['vs:all', 'warm red yellow lemon cold blue', 'green'],
    ['vs:all|1.0', 'red', 'green'],
    ['vs:two', 'red blue', 'warm lemon'],
    ['vs:warm', 'warm red yellow lemon', 'cold blue'],
    ['vs:below', 'lemon', 'yellow red blue'],
    ['vs:not-red', 'blue warm', 'red green'],
    ['vs:nested', 'red blue', 'warm'],
    ['vs:both', 'red', 'blue warm'],
    ['vs:part', 'red', 'lemon blue'],
  ];
  for (const [valueSet, members, others] of cases) {
    it(`knows what is in ${valueSet}`, () => {
      for (const code of members.split(' ')) assert.equal(told(valueSet, code), 'member', code);
      for (const code of others.split(' ')) assert.equal(told(valueSet, code), 'not-member', code);
    });
  }

  it('takes a code of another system for no member, and a code without system for one of any', () => {
    assert.equal(told('vs:two', 'red', 'urn:other'), 'not-member');
    assert.equal(membership('vs:two', undefined, 'red'), 'member');
    assert.equal(membership('vs:two', undefined, 'green'), 'not-member');
  });

  it('says which code systems a value set has a code of', () => {
    assert.deepEqual(createTerminology(store).systems('vs:two', 'red'), [SYSTEM]);
    assert.deepEqual(createTerminology(store).systems('vs:two', 'green'), []);
    assert.deepEqual(createTerminology(store).systems('vs:none', 'red'), []);
  });

  it('does not know what it cannot expand', () => {
    for (const valueSet of ['vs:none', 'vs:other', 'vs:self', 'vs:lost'])
      assert.equal(told(valueSet, 'red'), 'unknown', valueSet);
    assert.equal(told('vs:fragment', 'a', 'urn:fragment'), 'unknown');
  });

  it('still knows the part that it can expand', () => {
    assert.equal(told('vs:partly', 'red'), 'member');
    assert.equal(told('vs:partly', 'blue'), 'not-member');
    assert.equal(told('vs:partly', 'x', 'urn:absent'), 'unknown');
    assert.equal(membership('vs:partly', undefined, 'x') === 'not-member', false);
  });

  it('reads media types by their grammar and folds case where the system does', () => {
    for (const code of ['text/plain', 'application/fhir+json; fhirVersion=4.0', 'json']) {
      assert.equal(told('vs:media', code, 'urn:ietf:bcp:13'), 'member', code);
    }
    for (const code of ['text', 'text/', '/plain', 'a b/c'])
      assert.equal(told('vs:media', code, 'urn:ietf:bcp:13'), 'not-member', code);
    assert.equal(told('vs:folded', 'RED', 'urn:folded'), 'member');
    assert.equal(told('vs:folded', 'blue', 'urn:folded'), 'not-member');
  });

  it('finds codes in every kind of coded value', () => {
    const terminology = createTerminology(store);
    const bound = (value: Parameters<typeof boundMembership>[2]): unknown =>
      boundMembership(terminology, 'vs:two', value);
    assert.equal(bound('red'), 'member');
    assert.equal(bound({ system: SYSTEM, code: 'red' }), 'member');
    assert.equal(bound({ code: 'red' }), 'not-member');
    assert.equal(
      bound({
        coding: [
          { system: SYSTEM, code: 'lemon' },
          { system: SYSTEM, code: 'blue' },
        ],
      }),
      'member',
    );
    assert.equal(bound({ coding: [{ system: SYSTEM, code: 'lemon' }] }), 'not-member');
    assert.equal(bound({ text: 'red' }), 'empty');
    assert.equal(bound({ coding: [{ display: 'red' }] }), 'empty');
    assert.equal(bound(7), 'empty');
  });
});

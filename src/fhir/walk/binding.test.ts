import assert from 'node:assert/strict';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Property } from '../compile/rule.ts';
import type { Binding } from '../definitions/structure-definition.ts';
import type { Terminology } from '../terminology/terminology.ts';
import { bindingFindings } from './binding.ts';
import { BrokenPlaces } from './broken.ts';
import type { Walk } from './context.ts';
import { type Frame, rootFrame } from './frame.ts';

const SYSTEM = 'urn:colours';
/** A code that is given with a wrong code system. */
const OTHERS = 'mauve';

/** The value set `urn:set` has the codes given; any other cannot be expanded. */
const terminologyOf = (codes: readonly string[]): Terminology => ({
  membership: (valueSet, _system, code) => {
    if (valueSet !== 'urn:set') return { unknown: 'it is not at hand' };
    return codes.includes(code) ? 'member' : 'not-member';
  },
  systems: (valueSet, code) => (valueSet === 'urn:set' && code === OTHERS ? [SYSTEM] : []),
  codes: (valueSet) => (valueSet === 'urn:set' ? codes : undefined),
});

const parent = rootFrame({ resourceType: 'X' }, undefined);

interface Bound {
  readonly type: string;
  readonly value: JsonValue;
  readonly strength?: Binding['strength'];
  readonly valueSet?: string;
  readonly codes?: readonly string[];
}

function bound({ type, value, strength, valueSet = 'urn:set', codes = ['red', 'blue'] }: Bound): {
  readonly findings: readonly Diagnostic[];
  readonly broken: boolean;
} {
  const binding = strength && { binding: { strength, valueSet } };
  // Nothing else of a property is looked at here.
  const property = { type, source: 'urn:profile|1.0', id: 'X.colour', ...binding } as Property;
  const frame: Frame = { parent, property: 'colour', name: 'colour', index: 0, value, type, rule: undefined };
  const findings: Diagnostic[] = [];
  const broken = new BrokenPlaces({}, []);
  bindingFindings({ findings, broken, terminology: terminologyOf(codes) } as unknown as Walk, property, value, frame);
  return { findings, broken: broken.touches(frame) };
}

const told = (asked: Bound): readonly string[] =>
  bound(asked).findings.map(
    ({ severity, code, location, rule }) => `${severity} ${code} ${location?.pointer} ${location?.fhirpath} ${rule}`,
  );

const place = '/colour/0 X.colour[0] urn:profile|1.0#X.colour';

describe('bindingFindings', () => {
  it('are as grave as the binding is strong', () => {
    const asked = { type: 'code', value: 'green' };
    assert.deepEqual(told({ ...asked, strength: 'required' }), [`error BINDING ${place}`]);
    assert.deepEqual(told({ ...asked, strength: 'extensible' }), [`warning BINDING ${place}`]);
    assert.deepEqual(told({ ...asked, strength: 'preferred' }), [`information BINDING ${place}`]);
    assert.deepEqual(told({ ...asked, strength: 'example' }), []);
    assert.deepEqual(told(asked), []);
  });

  it('are none for a member', () => {
    for (const value of ['red', { system: SYSTEM, code: 'blue' }, { coding: [{ system: SYSTEM, code: 'red' }] }])
      assert.deepEqual(told({ type: 'CodeableConcept', value, strength: 'required' }), []);
  });

  it('are about types that hold codes alone', () => {
    const value = { code: 'green', system: SYSTEM };
    for (const type of ['code', 'Coding', 'CodeableConcept', 'Quantity', 'string', 'uri'])
      assert.deepEqual(told({ type, value, strength: 'required' }), [`error BINDING ${place}`], type);
    for (const type of ['Reference', 'Identifier']) assert.deepEqual(told({ type, value, strength: 'required' }), []);
  });

  it('ask for a code in a required CodeableConcept alone', () => {
    const value = { text: 'green' };
    assert.deepEqual(told({ type: 'CodeableConcept', value, strength: 'required' }), [`error BINDING ${place}`]);
    assert.deepEqual(told({ type: 'CodeableConcept', value, strength: 'extensible' }), []);
    assert.deepEqual(told({ type: 'CodeableConcept', value, strength: 'preferred' }), []);
    for (const type of ['Coding', 'Quantity']) assert.deepEqual(told({ type, value: {}, strength: 'required' }), []);
  });

  it('say what was not checked, whatever the strength', () => {
    for (const strength of ['required', 'extensible', 'preferred'] as const)
      assert.deepEqual(told({ type: 'code', value: 'red', strength, valueSet: 'urn:none' }), [
        `not-checked BINDING_NOT_CHECKED ${place}`,
      ]);
    assert.deepEqual(told({ type: 'code', value: 'red', strength: 'example', valueSet: 'urn:none' }), []);
  });

  it('break the place when the binding is required', () => {
    const asked = { type: 'code', value: 'green' };
    assert.equal(bound({ ...asked, strength: 'required' }).broken, true);
    assert.equal(bound({ ...asked, strength: 'extensible' }).broken, false);
    assert.equal(bound({ ...asked, strength: 'required', valueSet: 'urn:none' }).broken, false);
  });

  it('hint at the code that was meant, else at all of them when they are not many', () => {
    const many = Array.from({ length: 21 }, (_, index) => `code${index}xyzxyz`);
    const hints = (asked: Partial<Bound>): readonly (string | undefined)[] =>
      bound({ type: 'code', value: 'q', strength: 'required', ...asked }).findings.map(({ hint }) => hint);
    assert.match(hints({ value: 'bleu' })[0] ?? '', /blue/);
    assert.doesNotMatch(hints({ value: 'bleu' })[0] ?? '', /red/);
    assert.match(hints({})[0] ?? '', /red.*blue/);
    assert.match(hints({ type: 'CodeableConcept', value: { text: 'q' } })[0] ?? '', /red.*blue/);
    assert.match(hints({ type: 'Coding', value: { system: 'urn:paints', code: OTHERS } })[0] ?? '', /urn:colours/);
    assert.doesNotMatch(hints({ value: OTHERS })[0] ?? '', /urn:colours/);
    assert.match(hints({ codes: many.slice(1) })[0] ?? '', /code20/);
    assert.deepEqual(hints({ codes: many }), [undefined]);
    assert.match(hints({ codes: many, value: 'code12xyzxyy' })[0] ?? '', /code12xyzxyz/);
  });
});

import assert from 'node:assert/strict';
import type { ObjectRule } from '../compile/rule.ts';
import { layeredStore } from '../definitions/layered-store.ts';
import { coreDefinitions } from '../definitions/store.ts';
import type { Walk } from './context.ts';
import { elementPath, namesOf } from './element-names.ts';
import type { Frame } from './frame.ts';

// Names are made from definitions alone.
const walk = { store: layeredStore(coreDefinitions('r4'), [], {}) } as unknown as Walk;

const rule = (id: string, type: string, isResource = false, source = 'urn:profile|2.0'): ObjectRule => ({
  key: `urn:profile#${id}`,
  source,
  id,
  type,
  isResource,
  elements: [],
  properties: new Map(),
  constraints: [],
});

const frame = (property: string, name: string, type: string, rest: Partial<Frame> = {}): Frame => ({
  parent: undefined,
  property,
  name,
  index: undefined,
  value: {},
  type,
  rule: undefined,
  ...rest,
});

const names = (element: Frame): readonly string[] => [...namesOf(walk, element)].sort();

describe('elementPath', () => {
  it('is the id without slice names and without the mark of a choice', () => {
    assert.equal(elementPath('Patient'), 'Patient');
    assert.equal(elementPath('Patient.identifier:nhs.system'), 'Patient.identifier.system');
    assert.equal(elementPath('A.b:one/two.c:three.value[x]:valueString'), 'A.b.c.value');
    assert.equal(elementPath('A.value[x].b[x]'), 'A.value.b');
  });
});

describe('namesOf', () => {
  const patient = frame('', 'Patient', 'Patient', { rule: rule('Patient', 'Patient', true) });

  it('of a resource are its type, what that specialises, and the id in its definition', () => {
    assert.deepEqual(names(patient), ['DomainResource', 'Patient', 'Resource', 'urn:profile#Patient']);
  });

  it('of an element are its types and its path from every element above', () => {
    const name = frame('name', 'name', 'HumanName', { parent: patient, rule: rule('HumanName', 'HumanName') });
    const family = frame('_family', 'family', 'string', { parent: name });
    assert.deepEqual(names(family), [
      'DomainResource.name.family',
      'Element',
      'Element.family',
      'HumanName.family',
      'Patient.name.family',
      'Resource.name.family',
      'string',
      'urn:profile#HumanName.family',
      'urn:profile#Patient.name.family',
    ]);
  });

  it('of a slice are its path, and its id with the URL of the profile', () => {
    const contact = rule('Patient.contact:kin', 'BackboneElement');
    const element = frame('contact', 'contact', 'BackboneElement', { parent: patient, rule: contact });
    const found = namesOf(walk, element);
    for (const name of ['Patient.contact', 'urn:profile#Patient.contact:kin', 'BackboneElement', 'Element'])
      assert.ok(found.has(name), name);
    assert.equal(found.has('urn:profile|2.0#Patient.contact:kin'), false);
    assert.equal(found.has('Patient.contact:kin'), false);
  });

  it('of a choice are both with and without its type', () => {
    const value = frame('_deceasedDateTime', 'deceased', 'dateTime', { parent: patient });
    const found = namesOf(walk, value);
    assert.ok(found.has('Patient.deceased'));
    assert.ok(found.has('Patient.deceasedDateTime'));
    assert.equal(found.has('Patient._deceasedDateTime'), false);
  });

  it('of an element whose own name has an underscore inside keep it', () => {
    const odd = frame('_a_b', 'a_b', 'string', { parent: patient });
    assert.ok(namesOf(walk, odd).has('Patient.a_b'));
    assert.equal(namesOf(walk, odd).has('Patient.ab'), false);
    assert.equal(namesOf(walk, frame('a_b', 'c', 'string', { parent: patient })).has('Patient.ab'), false);
  });

  it('end at the innermost resource', () => {
    const bundle = frame('', 'Bundle', 'Bundle', { rule: rule('Bundle', 'Bundle', true) });
    const entry = frame('entry', 'entry', 'BackboneElement', {
      parent: bundle,
      rule: rule('Bundle.entry', 'BackboneElement'),
    });
    const inner: Frame = { ...patient, parent: entry, property: 'resource', name: 'resource', type: 'Resource' };
    const found = namesOf(walk, frame('active', 'active', 'boolean', { parent: inner }));
    assert.ok(found.has('Patient.active'));
    assert.ok(found.has('Resource.active'));
    assert.deepEqual(
      [...found].filter((name) => name.includes('Bundle') || name.includes('entry') || name.includes('resource')),
      [],
    );
  });

  it('of a type without definition are that type alone', () => {
    assert.deepEqual(names(frame('', 'X', 'X')), ['X']);
  });
});

import assert from 'node:assert/strict';
import type { JsonObject } from '../../model/json.ts';
import { packageFromFiles } from '../conformance-package.ts';
import { newValidator } from '../validator.ts';

const EXTENSION = 'http://hl7.org/fhir/StructureDefinition/Extension';
const URL = 'urn:mark';
const mark = { url: URL, valueString: 'x' };
const text = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' };

/** A simple extension with the members given, which say where it may stand. */
const definition = (rest: JsonObject, root: JsonObject = {}): JsonObject => ({
  resourceType: 'StructureDefinition',
  url: URL,
  version: '1.0.0',
  name: 'Mark',
  status: 'draft',
  kind: 'complex-type',
  abstract: false,
  type: 'Extension',
  baseDefinition: EXTENSION,
  derivation: 'constraint',
  differential: {
    element: [
      { id: 'Extension', path: 'Extension', ...root },
      { id: 'Extension.url', path: 'Extension.url', fixedUri: URL },
      { id: 'Extension.value[x]', path: 'Extension.value[x]', min: 1, type: [{ code: 'string' }] },
    ],
  },
  ...rest,
});

/** `severity code pointer rule` of what is found of a Patient when the extension is defined so. */
function found(defined: JsonObject, patient: JsonObject): readonly string[] {
  const files = new Map([['mark.json', Buffer.from(JSON.stringify(defined))]]);
  const validator = newValidator('r4', { packages: [packageFromFiles('test', files, 'r4').package] });
  return validator
    .validate({ resourceType: 'Patient', text, ...patient })
    .diagnostics.map(({ severity, code, location, rule }) => `${severity} ${code} ${location?.pointer} ${rule}`);
}

const onElements = (...expressions: readonly string[]): JsonObject =>
  definition({ context: expressions.map((expression) => ({ type: 'element', expression })) });

const onPatient: JsonObject = { extension: [mark] };
const onDeath: JsonObject = { deceasedBoolean: true, _deceasedBoolean: { extension: [mark] } };
const onContact: JsonObject = { contact: [{ extension: [mark], name: { text: 'Cleo Sample' } }] };

const misplaced = (pointer: string): readonly string[] => [`error EXTENSION_CONTEXT ${pointer} ${URL}|1.0.0#context`];
const undecided = (pointer: string): readonly string[] => [
  `not-checked EXTENSION_CONTEXT_NOT_CHECKED ${pointer} ${URL}|1.0.0#context`,
];

describe('the context of an extension', () => {
  it('is any element where its definition names none', () => {
    for (const place of [onPatient, onDeath, onContact]) {
      assert.deepEqual(found(definition({}), place), []);
      assert.deepEqual(found(onElements(), place), []);
    }
  });

  it('is any element by the words for that', () => {
    for (const word of ['*', 'Any', 'Element', 'Slot, *'])
      assert.deepEqual(found(onElements(word), onContact), [], word);
  });

  it('is an element by its path, type or the type of its resource', () => {
    for (const context of ['Patient', 'DomainResource', 'Resource'])
      assert.deepEqual(found(onElements(context), onPatient), [], context);
    assert.deepEqual(found(onElements('Slot'), onPatient), misplaced('/extension/0'));
    assert.deepEqual(found(onElements('Patient.contact'), onContact), []);
    assert.deepEqual(found(onElements('BackboneElement'), onContact), []);
    assert.deepEqual(found(onElements('Patient'), onContact), misplaced('/contact/0/extension/0'));
    assert.deepEqual(found(onElements('Patient.contact'), onPatient), misplaced('/extension/0'));
  });

  it('is a choice with or without its mark or type', () => {
    for (const context of ['Patient.deceased[x]', 'Patient.deceased', 'Patient.deceasedBoolean', 'boolean'])
      assert.deepEqual(found(onElements(context), onDeath), [], context);
    assert.deepEqual(
      found(onElements('Patient.deceasedDateTime'), onDeath),
      misplaced('/_deceasedBoolean/extension/0'),
    );
  });

  it('is one of several, listed or in one expression', () => {
    for (const contexts of [
      ['Slot', 'Patient'],
      ['Patient', 'Slot'],
      ['Slot, Patient'],
      ['Patient,Slot'],
      ['Patient', 'urn:profile#Slot.start'],
    ])
      assert.deepEqual(found(onElements(...contexts), onPatient), [], contexts.join('; '));
    assert.deepEqual(found(onElements('Slot', 'Schedule'), onPatient), misplaced('/extension/0'));
  });

  it('cannot be told where it may be an element of a profile that the resource does not claim', () => {
    assert.deepEqual(found(onElements('urn:profile#Patient'), onPatient), undecided('/extension/0'));
    assert.deepEqual(found(onElements('Slot', 'urn:profile#Patient'), onPatient), undecided('/extension/0'));
    assert.deepEqual(found(onElements('Slot, urn:profile#Patient'), onPatient), undecided('/extension/0'));
  });
});

describe('the invariant of a context', () => {
  const asks = (expression: string, context = 'Patient.contact'): JsonObject =>
    definition({ context: [{ type: 'element', expression: context }], contextInvariant: [expression] });

  it('holds on the element that has the extension', () => {
    assert.deepEqual(found(asks("name.text = 'Cleo Sample'"), onContact), []);
    assert.deepEqual(found(asks("name.text = 'Dan Sample'"), onContact), misplaced('/contact/0/extension/0'));
    assert.deepEqual(found(asks('name.exists() | false'), onContact), []);
    assert.deepEqual(found(asks('name.family'), onContact), misplaced('/contact/0/extension/0'));
  });

  it('knows the resource, the one around it, and the extension', () => {
    const holding = ['%resource.contact.exists()', '%rootResource is Patient', "%extension.url = 'urn:mark'"];
    for (const expression of holding) assert.deepEqual(found(asks(expression), onContact), [], expression);
    const failing = ['%resource.link.exists()', '%rootResource is Slot', "%extension.url = 'urn:other'"];
    for (const expression of failing)
      assert.deepEqual(found(asks(expression), onContact), misplaced('/contact/0/extension/0'), expression);
  });

  it('knows of choices by the path of the element', () => {
    const observation: JsonObject = {
      contained: [
        {
          resourceType: 'Observation',
          id: 'o',
          status: 'final',
          code: { text: 'x' },
          component: [{ extension: [mark], code: { text: 'x' }, valueString: 'y' }],
        },
      ],
    };
    const told = found(asks("value = 'y'", 'Observation.component'), observation);
    assert.deepEqual(
      told.filter((line) => line.includes('EXTENSION')),
      [],
    );
  });

  it('is not asked of an extension out of place', () => {
    assert.deepEqual(found(asks('false', 'Slot'), onContact), misplaced('/contact/0/extension/0'));
  });

  it('cannot be told on a primitive, nor when it is no expression', () => {
    assert.deepEqual(found(asks('true', 'Patient.deceased'), onDeath), undecided('/_deceasedBoolean/extension/0'));
    assert.deepEqual(found(asks('name.where('), onContact), undecided('/contact/0/extension/0'));
    assert.deepEqual(found(asks('name.nothing()'), onContact), undecided('/contact/0/extension/0'));
  });
});

describe('a modifier extension', () => {
  const wrong = (pointer: string): readonly string[] => [`error EXTENSION_MODIFIER ${pointer} ${URL}|1.0.0#Extension`];
  const inModifiers: JsonObject = { modifierExtension: [mark] };

  it('stands among modifiers and no other extension does', () => {
    const modifier = definition({}, { isModifier: true });
    assert.deepEqual(found(modifier, inModifiers), []);
    assert.deepEqual(found(modifier, onPatient), wrong('/extension/0'));
    assert.deepEqual(found(definition({}), inModifiers), wrong('/modifierExtension/0'));
  });
});

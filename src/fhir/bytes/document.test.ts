import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { HarnessError } from '../../model/harness-error.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { FHIR_VERSIONS, type FhirVersion } from '../../model/suite.ts';
import type { ObjectRule, Property } from '../compile/rule.ts';
import { readResource } from './document.ts';
import { type ElementRules, elementRules, holdsResource, isAttribute } from './element-rules.ts';
import { writeXml } from './json-to-xml.ts';

const codes = (bytes: Uint8Array, format: 'json' | 'xml') =>
  readResource(bytes, format, 'r4').diagnostics.map(({ code }) => code);

describe('readResource', () => {
  it('gives the resource, its syntax and the places of its values', () => {
    const { document, diagnostics } = readResource(Buffer.from('{\n"resourceType":"Slot"}'), 'json', 'stu3');
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(document?.resource, { resourceType: 'Slot' });
    assert.equal(document?.format, 'json');
    assert.deepEqual(document?.locate('/resourceType'), { line: 2, column: 1 });
  });

  for (const [what, text] of Object.entries({
    list: '[]',
    text: '"Slot"',
    null: 'null',
    'nameless object': '{"id":"1"}',
  })) {
    it(`takes no JSON ${what} for a resource`, () =>
      assert.deepEqual(codes(Buffer.from(text), 'json'), ['NOT_A_RESOURCE']));
  }

  it('takes no resourceType but a text', () => {
    assert.deepEqual(codes(Buffer.from('{"resourceType":1}'), 'json'), ['NOT_A_RESOURCE']);
  });

  it('finds nothing in nothing, and no other syntax than the one declared', () => {
    assert.deepEqual(codes(new Uint8Array(), 'xml'), ['EMPTY_BODY']);
    assert.deepEqual(codes(Buffer.from('{"resourceType":"Slot"}'), 'xml'), ['XML_SYNTAX']);
    assert.deepEqual(codes(Buffer.from('<Slot xmlns="http://hl7.org/fhir"/>'), 'json'), ['JSON_SYNTAX']);
    assert.deepEqual(codes(Uint8Array.of(0x3c, 0x61, 0xff), 'xml'), ['INVALID_UTF8']);
  });

  for (const format of ['json', 'xml'] as const) {
    const patient = readFileSync(new URL(`../../../fixtures/fhir-bytes/r4/patient.${format}`, import.meta.url));

    it(`answers any bytes declared as ${format}`, () => {
      fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => answers(bytes, format)));
    });

    it(`answers ${format} that was cut, changed or doubled anywhere`, () => {
      const change = fc.tuple(fc.nat(patient.length), fc.nat(20), fc.uint8Array({ maxLength: 8 }));
      fc.assert(
        fc.property(change, ([at, gone, put]) => {
          answers(Buffer.concat([patient.subarray(0, at), put, patient.subarray(at + gone)]), format);
        }),
        { numRuns: 500 },
      );
    });
  }

  function answers(bytes: Uint8Array, format: 'json' | 'xml'): void {
    const { document, diagnostics } = readResource(bytes, format, 'r4');
    assert.ok(document !== undefined || diagnostics.length > 0);
    assert.ok(document === undefined || document.locate('/none') !== undefined);
  }
});

describe('writeXml', () => {
  const text = (resource: JsonObject): string => Buffer.from(writeXml(resource, 'r4')).toString().split('\n')[1] ?? '';

  it('writes what FHIR does not know as its JSON looks', () => {
    assert.equal(
      text({ resourceType: 'Slot', colour: ['red', { shade: 1 }], status: 'free' }),
      '<Slot xmlns="http://hl7.org/fhir"><status value="free"/><colour value="red"/><colour><shade value="1"/></colour></Slot>',
    );
    assert.equal(
      text({ resourceType: 'Sloth', legs: 4 }),
      '<Sloth xmlns="http://hl7.org/fhir"><legs value="4"/></Sloth>',
    );
  });

  for (const [decimal, written] of [
    [1e-7, '0.0000001'],
    [-1.25e-9, '-0.00000000125'],
    [1e21, '1000000000000000000000'],
    [1.5e22, '15000000000000000000000'],
    [0.1, '0.1'],
  ] as const) {
    it(`writes ${decimal} without exponent`, () => {
      const resource = { resourceType: 'Location', position: { longitude: decimal } };
      assert.match(text(resource), new RegExp(`<longitude value="${written}"/>`));
    });
  }

  for (const [what, members] of Object.entries<JsonObject>({
    'a control character': { comment: 'a\u0001' },
    'half of a surrogate pair': { comment: 'a\ud800' },
    'a name that is no name': { 'a b': 1 },
    'an empty name': { '': 1 },
    'a narrative that is not well-formed': { text: { div: '<div xmlns="http://www.w3.org/1999/xhtml"><p></div>' } },
    'a narrative that breaks out': { text: { div: '<div xmlns="http://www.w3.org/1999/xhtml"/><status/>' } },
    'a narrative without namespace': { text: { div: '<div>x</div>' } },
    'what stands beside a value and is no object': { _comment: 'x' },
    'no type': { resourceType: null },
  })) {
    it(`cannot write ${what}`, () => {
      assert.throws(
        () => writeXml({ resourceType: 'Slot', ...members }, 'r4'),
        (cause) => cause instanceof HarnessError && cause.diagnostic.code === 'COMPOSE_FAILED',
      );
    });
  }

  for (const version of FHIR_VERSIONS) {
    it(`writes generated ${version} resources so that they read back the same`, () => {
      const types = ['Patient', 'Appointment', 'Bundle', 'Observation', 'Parameters', 'Questionnaire'];
      fc.assert(
        fc.property(
          fc.constantFrom(...types),
          fc.array(fc.nat(), { minLength: 20, maxLength: 60 }),
          (type, choices) => {
            const resource = generated(version, type, choices);
            const { document, diagnostics } = readResource(writeXml(resource, version), 'xml', version);
            assert.deepEqual(diagnostics, []);
            assert.deepEqual(document?.resource, resource);
          },
        ),
        { numRuns: 300 },
      );
    });
  }
});

const TEXTS = ['x', 'a "b" <c> & \'d\'', ' spaces  within ', '\t\n\r', 'é😀', '&amp;', ']]>', '-1', 'true'] as const;

/** A resource of any shape that its rules allow, chosen by numbers; values need not be valid. */
function generated(version: FhirVersion, type: string, choices: readonly number[]): JsonObject {
  const rules = elementRules(version);
  let next = 0;
  const pick = (count: number): number => (choices[next++ % choices.length] ?? 0) % count;
  const one = <T>(items: readonly T[]): T => items[pick(items.length)] as T;

  function resource(name: string, depth: number): JsonObject {
    const rule = rules.ofResource(name);
    assert.ok(rule);
    return { resourceType: name, ...members(rule, depth) };
  }

  function members(rule: ObjectRule, depth: number): JsonObject {
    const some = [...rule.properties.values()].filter(() => depth < 5 && pick(7) === 0);
    const oneOfEach = new Map(some.map((property) => [property.element, property]));
    return Object.assign({}, ...[...oneOfEach.values()].map((property) => member(rule, property, depth)));
  }

  function member(rule: ObjectRule, property: Property, depth: number): JsonObject {
    const { name, element, primitive } = property;
    if (isAttribute(rule, name)) return { [name]: one(TEXTS) };
    const list = <T>(make: () => T): T | readonly T[] => (element.list ? [make(), make()].slice(pick(2)) : make());
    if (!primitive) return { [name]: list(() => complex(property, depth)) };
    const values = list(() => scalar(property));
    if (property.type === 'xhtml' || pick(3) > 0) return { [name]: values };
    return { [name]: values, [`_${name}`]: Array.isArray(values) ? values.map(beside) : beside() };
  }

  const beside = (): JsonObject => ({ id: one(TEXTS), extension: [{ url: 'u:1', valueBoolean: true }] });

  function complex(property: Property, depth: number): JsonObject {
    if (holdsResource(property)) return resource(one(['Slot', 'Patient', 'Basic']), depth + 1);
    return below(rules, property, (rule) => members(rule, depth + 1));
  }

  function scalar({ type }: Property): JsonValue {
    if (type === 'boolean') return pick(2) === 0;
    if (type === 'decimal') return one([0, 0.1, -1e-7, 1.5e22, 72.25]);
    if (/^(?:integer|positiveInt|unsignedInt)$/.test(type)) return one([0, -5, 2147483647]);
    if (type === 'xhtml') return '<div xmlns="http://www.w3.org/1999/xhtml">A &amp; <b title="x">B</b><br/></div>';
    return one(TEXTS);
  }

  return resource(type, 0);
}

function below(rules: ElementRules, property: Property, make: (rule: ObjectRule) => JsonObject): JsonObject {
  const rule = rules.below(property);
  assert.ok(rule, `${property.id} has no rule`);
  return make(rule);
}

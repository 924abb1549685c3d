import assert from 'node:assert/strict';
import fc, { type GeneratorValue } from 'fast-check';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { FHIR_VERSIONS } from '../model/suite.ts';
import type { ElementRule, ObjectRule, Property, RuleBook } from './compile/rule.ts';
import { createRuleBook } from './compile/rule-book.ts';
import { coreDefinitions, type DefinitionStore } from './definitions/store.ts';
import type { Concept } from './definitions/value-set.ts';
import { createValidator } from './validator.ts';

const RUNS = 60;
const MOST_DEPTH = 4;

const SAMPLES: Readonly<Record<string, fc.Arbitrary<JsonValue>>> = {
  boolean: fc.boolean(),
  integer: fc.integer(),
  positiveInt: fc.integer({ min: 1 }),
  unsignedInt: fc.nat(),
  decimal: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  string: fc.stringMatching(/^[a-z]{1,9}$/),
  markdown: fc.stringMatching(/^[a-z ]{0,9}[a-z]$/),
  xhtml: fc.constant('<div xmlns="http://www.w3.org/1999/xhtml">text</div>'),
  uri: fc.webUrl(),
  url: fc.webUrl(),
  canonical: fc.webUrl(),
  code: fc.stringMatching(/^[a-z]{1,9}$/),
  id: fc.stringMatching(/^[A-Za-z0-9.-]{1,64}$/),
  oid: fc.constant('urn:oid:1.2.3'),
  uuid: fc.uuid().map((uuid) => `urn:uuid:${uuid.toLowerCase()}`),
  base64Binary: fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  date: fc
    .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  dateTime: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
  instant: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
  time: fc.constant('23:59:59'),
};

/** Makes resources from the rules alone: all that is required, some of what is optional. */
class Maker {
  readonly #book: RuleBook;
  readonly #store: DefinitionStore;
  readonly #pick: GeneratorValue;

  constructor(book: RuleBook, store: DefinitionStore, pick: GeneratorValue) {
    this.#book = book;
    this.#store = store;
    this.#pick = pick;
  }

  resource(type: string): JsonObject | undefined {
    const rule = this.#book.rule(type);
    const made = rule && this.#object(rule, 0);
    return made && { resourceType: type, ...made };
  }

  #object(rule: ObjectRule, depth: number): JsonObject | undefined {
    const made: Record<string, JsonValue> = {};
    for (const element of rule.elements) {
      if (element.max === 0 || ['contained', 'extension', 'modifierExtension'].includes(element.name)) continue;
      const wanted = element.min > 0 || (depth < MOST_DEPTH && this.#pick(fc.nat, { max: 9 }) === 0);
      if (!wanted) continue;
      const found = this.#element(element, depth);
      if (found) made[found.name] = found.value;
      else if (element.min > 0) return undefined;
    }
    return Object.keys(made).some((name) => name !== 'id') || rule.isResource ? made : undefined;
  }

  #element(element: ElementRule, depth: number): { name: string; value: JsonValue } | undefined {
    const usable = element.properties.filter(({ type }) => type !== 'Resource');
    if (usable.length === 0) return undefined;
    const property = usable[this.#pick(fc.nat, { max: usable.length - 1 })];
    const value = property && this.#value(property, depth);
    return property && value !== undefined ? { name: property.name, value: element.list ? [value] : value } : undefined;
  }

  #value(property: Property, depth: number): JsonValue | undefined {
    if (property.fixed !== undefined) return property.fixed;
    if (property.binding?.strength === 'required') return this.#coded(property, property.binding.valueSet);
    if (property.type === 'Reference') return { reference: this.#reference(property) };
    if (property.primitive) {
      const sample = SAMPLES[property.type];
      return sample && this.#pick(() => sample);
    }
    if (depth > MOST_DEPTH + 3) return undefined;
    const [rule] = this.#book.rulesFor(property, {});
    return rule && this.#object(rule, depth + 1);
  }

  #reference(property: Property): string {
    const [type = 'Patient'] = this.#book.targets(property)?.profiles.keys() ?? [];
    return `${type}/1`;
  }

  #coded(property: Property, valueSet: string): JsonValue | undefined {
    const coding = sampleCoding(this.#store, valueSet);
    if (!coding) return undefined;
    if (property.primitive) return coding.code;
    if (property.type === 'Coding') return { ...coding };
    return property.type === 'CodeableConcept' ? { coding: [{ ...coding }] } : undefined;
  }
}

function sampleCoding(store: DefinitionStore, url: string): { system: string; code: string } | undefined {
  for (const part of store.valueSet(url)?.include ?? []) {
    const code = part.filters
      ? undefined
      : (part.codes?.[0] ?? firstCode(store.codeSystem(part.system ?? '')?.concepts));
    if (part.system !== undefined && code !== undefined) return { system: part.system, code };
    for (const inner of part.valueSets ?? []) {
      const found = sampleCoding(store, inner);
      if (found) return found;
    }
  }
  return undefined;
}

function firstCode(concepts: readonly Concept[] | undefined): string | undefined {
  const first = concepts?.[0];
  return typeof first === 'string' ? first : first?.[0];
}

/** A change that breaks one rule, with the finding that it must give. */
interface Mutation {
  readonly resource: JsonObject;
  readonly code: string;
  readonly pointer: string;
}

/** Every single change of a kind at every place of the resource. */
function mutations(book: RuleBook, resource: JsonObject): readonly Mutation[] {
  const found: Mutation[] = [];
  const change = (path: readonly string[], value: JsonValue | undefined, code: string): void => {
    found.push({ resource: withValue(resource, path, value), code, pointer: `/${path.join('/')}` });
  };
  const visit = (rule: ObjectRule, object: JsonObject, path: readonly string[]): void => {
    change([...path, 'notAnElement'], 'x', 'UNKNOWN_ELEMENT');
    for (const [name, value] of Object.entries(object)) {
      const property = rule.properties.get(name);
      if (!property) continue;
      const at = [...path, name];
      const isOnlyChild = Object.keys(object).filter((key) => key !== 'id').length === 1;
      if (property.element.min > 0 && !property.element.choice && !isOnlyChild)
        change(at, undefined, 'MISSING_ELEMENT');
      change(at, property.element.list ? 'x' : [value], 'JSON_TYPE');
      if (property.element.list) change(at, [], 'EMPTY_ELEMENT');
      const items = Array.isArray(value) ? value : [value];
      const first = Array.isArray(value) ? [...at, '0'] : at;
      if (property.primitive && property.type === 'boolean') change(first, 'true', 'JSON_TYPE');
      if (property.primitive && ['date', 'dateTime', 'instant', 'time', 'id', 'oid', 'uuid'].includes(property.type)) {
        change(first, '2023-02-30 no', 'PRIMITIVE_FORMAT');
      }
      if (property.primitive && typeof items[0] === 'string') change(first, '', 'EMPTY_ELEMENT');
      const [item] = items;
      const inner = isJsonObject(item) ? book.rulesFor(property, item)[0] : undefined;
      if (inner && isJsonObject(item)) visit(inner, item, first);
    }
  };
  const rule = book.resourceRules(resource)[0];
  if (rule) visit(rule, resource, []);
  return found;
}

function withValue<T extends JsonValue>(json: T, [step, ...rest]: readonly string[], value: JsonValue | undefined): T {
  const copy = structuredClone(json) as Record<string, JsonValue>;
  if (step === undefined) return json;
  if (rest.length > 0) copy[step] = withValue(copy[step] ?? null, rest, value);
  else if (value === undefined) delete copy[step];
  else copy[step] = value;
  return copy as unknown as T;
}

const errorsOf = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'error');

for (const version of FHIR_VERSIONS) {
  describe(`generated resources, ${version}`, () => {
    const store = coreDefinitions(version);
    const book = createRuleBook(store, { inValueSet: () => undefined });
    const validator = createValidator(version);
    const types = fc.constantFrom(...store.resourceTypes);

    it('meet every rule that they were made from', () => {
      fc.assert(
        fc.property(types, fc.gen(), (type, pick) => {
          const resource = new Maker(book, store, pick).resource(type);
          fc.pre(resource !== undefined);
          // Constraints relate elements to each other, which the maker does not know about.
          const errors = errorsOf(validator.validate(resource).diagnostics).filter(({ code }) => code !== 'INVARIANT');
          assert.deepEqual(errors, []);
        }),
        { numRuns: RUNS, endOnFailure: true },
      );
    });

    it('are caught, at the place, when one rule is broken', () => {
      fc.assert(
        fc.property(types, fc.gen(), fc.nat(), (type, pick, choice) => {
          const resource = new Maker(book, store, pick).resource(type);
          fc.pre(resource !== undefined);
          const possible = mutations(book, resource);
          const mutation = possible[choice % possible.length];
          fc.pre(mutation !== undefined);
          const errors = errorsOf(validator.validate(mutation.resource).diagnostics).filter(
            ({ code }) => code !== 'INVARIANT',
          );
          assert.deepEqual(
            errors.map(({ code, location }) => `${code} ${location?.pointer}`),
            [`${mutation.code} ${mutation.pointer}`],
          );
        }),
        { numRuns: RUNS * 3, endOnFailure: true },
      );
    });

    it('never make it crash, whatever JSON is where', () => {
      const junk = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
      fc.assert(
        fc.property(types, fc.gen(), fc.nat(), junk, (type, pick, choice, value) => {
          const resource = new Maker(book, store, pick).resource(type) ?? { resourceType: type };
          const possible = mutations(book, resource);
          const place = possible[choice % possible.length]?.pointer.split('/').slice(1) ?? [];
          const { diagnostics } = validator.validate(withValue(resource, place, value));
          assert.ok(Array.isArray(diagnostics));
        }),
        { numRuns: RUNS * 3, endOnFailure: true },
      );
    });
  });
}

describe('hostile resources', () => {
  const validator = createValidator('r4');

  it('are answered when they nest without end', () => {
    let item: JsonObject = { linkId: '1', type: 'display' };
    for (let depth = 0; depth < 20_000; depth += 1) item = { linkId: '1', type: 'group', item: [item] };
    const { diagnostics } = validator.validate({ resourceType: 'Questionnaire', status: 'draft', item: [item] });
    assert.ok(errorsOf(diagnostics).length > 0);
  });

  it('are answered at once when their texts are made for slow expressions', () => {
    const blanks = `${' '.repeat(100_000)}!`;
    const resource = {
      resourceType: 'Patient',
      gender: `a${blanks}`,
      birthDate: `${'1'.repeat(100_000)}`,
      photo: [{ contentType: 'image/png', data: `QUJD${blanks}` }],
      text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"${' a="b"'.repeat(20_000)}` },
    };
    assert.ok(errorsOf(validator.validate(resource).diagnostics).length >= 3);
  });
});

import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { changedResource, readCorpus } from '../../../scripts/corpus.ts';
import { createValidator } from '../../fhir/validator.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { FHIR_VERSIONS } from '../../model/suite.ts';
import type { Document } from './documents.ts';
import { type Asked, type Examined, examine } from './examine.ts';
import { validationJson } from './json.ts';
import { VALIDATION_SCHEMA } from './json-schema.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false, allErrors: true });
const asPublished = ajv.compile(VALIDATION_SCHEMA);
/** Allows nothing but what it names: what is printed is named. */
const closed = ajv.compile(withoutMore(VALIDATION_SCHEMA));

function withoutMore(schema: JsonValue): JsonObject {
  const inside = (value: JsonValue): JsonValue =>
    Array.isArray(value) ? value.map(inside) : isJsonObject(value) ? withoutMore(value) : value;
  const members = Object.entries(isJsonObject(schema) ? schema : {}).map(([name, value]) => [name, inside(value)]);
  const made: JsonObject = Object.fromEntries(members);
  return made['type'] === 'object' ? { ...made, additionalProperties: false } : made;
}

const asked: Asked = { profiles: ['urn:none'], validatorOf: async (version) => createValidator(version) };
const document = (content: string | JsonObject, rest: Partial<Document> = {}): Document => ({
  file: 'a.json',
  format: 'json',
  content: { bytes: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)) },
  frames: () => [],
  ...rest,
});

/** As it is printed. */
const printed = (all: readonly Examined[]): JsonObject => {
  const packages = [
    { name: 'p.tgz', version: '1.0.0', sha256: '0'.repeat(64) },
    { name: 'p', sha256: 'f'.repeat(64) },
  ];
  return JSON.parse(JSON.stringify(validationJson(all, packages)));
};

const accepted = (output: JsonValue): void => {
  assert.ok(closed(output), JSON.stringify(closed.errors?.slice(0, 3)));
  assert.ok(asPublished(output));
};

describe('the schema of what `validate --json` prints', () => {
  for (const version of FHIR_VERSIONS)
    it(`accepts what is printed of every fault of the corpus, ${version}`, async () => {
      const all: Examined[] = [];
      for (const { valid, faults } of readCorpus(version)) {
        const resources = [valid, ...faults.map((fault) => changedResource(valid, fault))];
        for (const resource of resources) all.push(await examine(document(resource), { ...asked, version }));
      }
      accepted(printed(all));
    });

  it('accepts what is printed of any bytes, and of none', async () => {
    const xml = '<Patient xmlns="http://hl7.org/fhir"><active>true</active></Patient>';
    const all = [
      document('{"resourceType":"Patient","multipleBirthInteger":1.0}', { line: 3 }),
      document('{"resourceType":"Patient","meta":{"profile":["https://example.org/R4/a"]}}'),
      document('{"resourceType":"ServiceRequest"}'),
      document('no resource'),
      document(''),
      document(xml, { format: 'xml' }),
      document('', { content: { problem: { code: 'BODY_TOO_LARGE', severity: 'error', message: 'x' } } }),
    ];
    for (const one of all) accepted(printed([await examine(one, asked)]));
    accepted(printed(await Promise.all(all.map((one) => examine(one, asked)))));
    accepted(printed([]));
  });

  describe('does not accept', () => {
    let output: JsonObject;
    before(async () => {
      output = printed([await examine(document('{"resourceType":"Patient","gender":"F"}'), asked)]);
    });

    /** With the member at the path replaced, or without it. */
    function changed(
      [name = '', ...below]: readonly string[],
      value: JsonValue | undefined,
      inside: JsonValue,
    ): JsonValue {
      const child = isJsonObject(inside) ? inside[name] : Array.isArray(inside) ? inside[Number(name)] : undefined;
      assert.notEqual(child, undefined);
      const next = below.length === 0 ? value : changed(below, value, child ?? null);
      if (Array.isArray(inside)) return inside.toSpliced(Number(name), 1, ...(next === undefined ? [] : [next]));
      const { [name]: _, ...others } = isJsonObject(inside) ? inside : {};
      return next === undefined ? others : { ...others, [name]: next };
    }

    for (const [path, value] of [
      ['valid', undefined],
      ['valid', 'yes'],
      ['counts/not-checked', undefined],
      ['counts/error', -1],
      ['packages/0/sha256', 'F'],
      ['resources', {}],
      ['resources/0/file', undefined],
      ['resources/0/fhir/version', 'r5'],
      ['resources/0/fhir/basis', 'guessed'],
      ['resources/0/profiles/0/checked', true],
      ['resources/0/diagnostics', undefined],
      ['resources/0/diagnostics/0/code', 'binding'],
      ['resources/0/diagnostics/0/severity', 'fatal'],
      ['resources/0/diagnostics/0/message', undefined],
      ['resources/0/diagnostics/0/location/source/line', 0],
      ['resources/0/diagnostics/0/location/fhirpath', 1],
    ] as const)
      it(`${path} that is ${value === undefined ? 'missing' : JSON.stringify(value)}`, () => {
        assert.ok(asPublished(output));
        assert.ok(!asPublished(changed(path.split('/'), value, output)));
      });

    it('nothing else, for members may be added', () => {
      assert.ok(asPublished({ ...output, more: 1 }));
    });
  });
});

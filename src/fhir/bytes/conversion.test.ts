import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Fhir, Versions } from 'fhir/fhir.js';
import { ParseConformance } from 'fhir/parseConformance.js';
import { isError } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { FHIR_VERSIONS, type FhirVersion } from '../../model/suite.ts';
import { createValidator } from '../validator.ts';
import { readResource } from './document.ts';
import { writeXml } from './json-to-xml.ts';

const FIXTURES = new URL('../../../fixtures/fhir-bytes/', import.meta.url);
const EXAMPLES = new URL('../../../../shared/spec-data/', import.meta.url);

const names = (version: FhirVersion): readonly string[] =>
  readdirSync(new URL(version, FIXTURES))
    .filter((file) => file.endsWith('.xml'))
    .map((file) => file.replace('.xml', ''));

const fixture = (version: FhirVersion, file: string): Buffer => readFileSync(new URL(`${version}/${file}`, FIXTURES));

/** The resource of bytes that nothing may be wrong with. */
function resourceIn(bytes: Uint8Array, format: 'json' | 'xml', version: FhirVersion): JsonObject {
  const { document, diagnostics } = readResource(bytes, format, version);
  assert.deepEqual(diagnostics.filter(isError), []);
  assert.ok(document);
  return document.resource;
}

for (const version of FHIR_VERSIONS) {
  describe(`FHIR XML and JSON (${version})`, () => {
    it('has fixtures of a dozen resource types', () => assert.ok(names(version).length >= 12));

    for (const name of names(version)) {
      it(`reads ${name} alike from both, and writes its XML as it was`, () => {
        const json = resourceIn(fixture(version, `${name}.json`), 'json', version);
        const xml = fixture(version, `${name}.xml`);
        assert.deepEqual(resourceIn(xml, 'xml', version), json);
        assert.equal(Buffer.from(writeXml(json, version)).toString(), xml.toString());
      });
    }

    it('gives a second converter the same resources, but for its known departures', () => {
      const lantana = new Fhir(new ParseConformance(true, version === 'stu3' ? Versions.STU3 : Versions.R4));
      const departures = new Set<string>();
      for (const name of names(version)) {
        const xml = fixture(version, `${name}.xml`).toString();
        const ours = resourceIn(Buffer.from(xml), 'xml', version);
        for (const reason of differences(ours, JSON.parse(JSON.stringify(lantana.xmlToObj(xml)))))
          departures.add(reason);
      }
      assert.deepEqual([...departures].sort(), [
        ...(version === 'stu3' ? ['it knows the elements of R4 alone'] : []),
        'it leaves decimals as texts',
        'it loses the place of a value that has only extensions',
        'it writes the narrative anew',
      ]);
    });
  });
}

const STU3_ALONE: ReadonlySet<string> = new Set(['animal', 'comment', 'content', 'incomingReferral', 'indication']);

/** What differs, in words that say why it may. */
function differences(ours: JsonValue | undefined, theirs: JsonValue | undefined, name = ''): readonly string[] {
  if (isDeepStrictEqual(ours, theirs)) return [];
  if (name === 'div') return ['it writes the narrative anew'];
  if (typeof ours === 'number' && typeof theirs === 'string' && Number(theirs) === ours) {
    return ['it leaves decimals as texts'];
  }
  if (Array.isArray(ours) && ours.includes(null)) return ['it loses the place of a value that has only extensions'];
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    return ours.flatMap((item, index) => differences(item, theirs[index], name));
  }
  if (isJsonObject(ours) && isJsonObject(theirs)) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
    return [...keys].flatMap((key) => differences(ours[key], theirs[key], key));
  }
  if (theirs === undefined && STU3_ALONE.has(name)) return ['it knows the elements of R4 alone'];
  return [`${name}: ${JSON.stringify(ours)} is ${JSON.stringify(theirs)}`];
}

describe('published examples', () => {
  it('survive the way through XML and back (needs ../shared/spec-data)', function () {
    if (!existsSync(EXAMPLES)) this.skip();
    const tried = FHIR_VERSIONS.map((version) => {
      const validator = createValidator(version);
      const sound = publishedFiles(version).flatMap((file) => {
        const { document } = readResource(readFileSync(file), file.pathname.endsWith('.xml') ? 'xml' : 'json', version);
        return document && !validator.validate(document.resource).diagnostics.some(isError) ? [document.resource] : [];
      });
      for (const resource of sound) {
        assert.deepEqual(resourceIn(writeXml(resource, version), 'xml', version), resource);
      }
      return sound.length;
    });
    assert.ok(
      tried.every((count) => count >= 20),
      `${tried}`,
    );
  });
});

/** Examples of either version, by the folder that they are in. */
function publishedFiles(version: FhirVersion): readonly URL[] {
  return readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:json|xml)$/.test(path) && /stu3/.test(path) === (version === 'stu3'))
    .filter((path) => /examples|simulator_config|Responses/.test(path))
    .map((path) => new URL(path.split('/').map(encodeURIComponent).join('/'), EXAMPLES));
}

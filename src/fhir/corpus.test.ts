import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { type CorpusEntry, changedResource, type Fault, readCorpus, readProfileCorpus } from '../../scripts/corpus.ts';
import { corpusValidator } from '../../scripts/corpus-validator.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { JsonObject } from '../model/json.ts';
import { FHIR_VERSIONS, type FhirVersion } from '../model/suite.ts';
import { type ResourceReading, readResource } from './bytes/document.ts';
import { writeXml } from './bytes/json-to-xml.ts';
import type { Validator } from './validator.ts';

/** What the issue asks of the corpus. */
const LEAST_FAULTS = 80;
const LEAST_TYPES = 12;

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';
const isNotChecked = ({ severity }: Diagnostic): boolean => severity === 'not-checked';

/** What each change gives, by its title: code, pointer and, where the fault names one, rule. */
function found(
  validator: Validator,
  valid: CorpusEntry['valid'],
  faults: readonly Fault[],
  wanted: (diagnostic: Diagnostic) => boolean,
): Record<string, readonly string[]> {
  return Object.fromEntries(
    faults.map((fault) => {
      const { diagnostics } = validator.validate(changedResource(valid, fault));
      const told = diagnostics.filter(wanted);
      return [
        fault.title,
        told.map(({ code, location, rule }) => line(code, location?.pointer, fault.rule && rule?.replace(/^.*#/, ''))),
      ];
    }),
  );
}

const line = (...parts: readonly (string | undefined)[]): string => parts.join(' ');

const expected = (faults: readonly Fault[]): Record<string, readonly string[]> =>
  Object.fromEntries(faults.map(({ title, code, at, rule }) => [title, [line(code, at, rule)]]));

/** The resource read from XML; undefined when XML cannot say the same. */
function asXml(resource: JsonObject, version: FhirVersion): Required<ResourceReading> | undefined {
  try {
    const { document, diagnostics } = readResource(writeXml(resource, version), 'xml', version);
    return document && isDeepStrictEqual(document.resource, resource) ? { document, diagnostics } : undefined;
  } catch (cause) {
    if (cause instanceof HarnessError) return undefined;
    throw cause;
  }
}

/** XML has neither types of values nor nulls. */
const IN_XML: Partial<Record<Diagnostic['code'], Diagnostic['code']>> = {
  JSON_TYPE: 'PRIMITIVE_FORMAT',
  NULL_WITHOUT_EXTENSION: 'EMPTY_ELEMENT',
};

const placesOf = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.filter(isError).map(({ code, location }) => line(IN_XML[code] ?? code, location?.fhirpath));

for (const version of FHIR_VERSIONS) {
  describe(`single-fault corpus, ${version}`, () => {
    const corpus = readCorpus(version);

    it('is large enough, in JSON and in XML', () => {
      assert.ok(corpus.length >= LEAST_TYPES);
      const changed = corpus.flatMap(({ valid, faults }) => faults.map((fault) => changedResource(valid, fault)));
      assert.ok(changed.length >= LEAST_FAULTS);
      assert.ok(changed.filter((resource) => asXml(resource, version)).length >= LEAST_FAULTS);
    });

    for (const entry of [...corpus, ...readProfileCorpus(version)]) {
      const { type, valid, variants = [], faults, unchecked = [] } = entry;

      it(`${type}: accepts the valid resource`, () => {
        const { diagnostics } = corpusValidator(entry, version).validate(valid);
        assert.deepEqual(
          diagnostics.filter((diagnostic) => !isNotChecked(diagnostic)),
          [],
        );
      });

      for (const variant of variants) {
        it(`${type}: accepts ${variant.title}, in both syntaxes`, () => {
          const resource = changedResource(valid, variant);
          const { diagnostics } = corpusValidator(entry, version).validate(resource);
          assert.deepEqual(diagnostics.filter(isError), []);
          const asXml = readResource(writeXml(resource, version), 'xml', version);
          assert.deepEqual([asXml.diagnostics, asXml.document?.resource], [[], resource]);
        });
      }

      it(`${type}: reports each of ${faults.length} faults once, at its place`, () => {
        assert.deepEqual(found(corpusValidator(entry, version), valid, faults, isError), expected(faults));
      });

      it(`${type}: reports in XML what it reports in JSON, of each fault that XML can have`, () => {
        const validator = corpusValidator(entry, version);
        for (const fault of faults) {
          const resource = changedResource(valid, fault);
          const xml = asXml(resource, version);
          if (!xml) continue;
          const { document, diagnostics } = xml;
          const read = validator.validate(document.resource, { read: diagnostics }).diagnostics;
          const expected = placesOf(validator.validate(resource).diagnostics);
          assert.deepEqual(placesOf([...diagnostics, ...read]), expected, fault.title);
        }
      });

      if (unchecked.length > 0) {
        it(`${type}: says once of each of ${unchecked.length} changes what was not checked`, () => {
          const notPassed = (diagnostic: Diagnostic): boolean => isError(diagnostic) || isNotChecked(diagnostic);
          assert.deepEqual(found(corpusValidator(entry, version), valid, unchecked, notPassed), expected(unchecked));
        });
      }

      it(`${type}: accepts the valid resource written as XML`, () => {
        const { document, diagnostics } = readResource(writeXml(valid, version), 'xml', version);
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(document?.resource, valid);
      });

      it(`${type}: names the element and the rule of each fault`, () => {
        const validator = corpusValidator(entry, version);
        for (const fault of faults) {
          const error = validator.validate(changedResource(valid, fault)).diagnostics.find(isError);
          assert.ok(error?.rule, fault.title);
          assert.match(error.location?.fhirpath ?? '', new RegExp(`^${valid['resourceType']}\\b[^/]*$`), fault.title);
        }
      });
    }
  });
}

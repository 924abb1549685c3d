import assert from 'node:assert/strict';
import { type CorpusEntry, changedResource, readCorpus } from '../../scripts/corpus.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { FHIR_VERSIONS } from '../model/suite.ts';
import { readResource } from './bytes/document.ts';
import { writeXml } from './bytes/json-to-xml.ts';
import { newValidator, type Validator } from './validator.ts';

/** What the issue asks of the corpus. */
const LEAST_FAULTS = 80;
const LEAST_TYPES = 12;

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

/** The errors that each fault gives, by its title. */
const found = (validator: Validator, { valid, faults }: CorpusEntry): Record<string, readonly string[]> =>
  Object.fromEntries(
    faults.map((fault) => {
      const errors = validator.validate(changedResource(valid, fault)).diagnostics.filter(isError);
      return [
        fault.title,
        errors.map(({ code, location, rule }) => [code, location?.pointer, fault.rule && rule].join(' ')),
      ];
    }),
  );

for (const version of FHIR_VERSIONS) {
  describe(`single-fault corpus, ${version}`, () => {
    const corpus = readCorpus(version);

    it('is large enough', () => {
      assert.ok(corpus.length >= LEAST_TYPES);
      assert.ok(corpus.flatMap(({ faults }) => faults).length >= LEAST_FAULTS);
    });

    for (const entry of corpus) {
      const { type, valid, variants = [], faults } = entry;

      it(`${type}: accepts the valid resource`, () => {
        const { diagnostics } = newValidator(version).validate(valid);
        assert.deepEqual(
          diagnostics.filter(({ severity }) => severity !== 'not-checked'),
          [],
        );
      });

      for (const variant of variants) {
        it(`${type}: accepts ${variant.title}`, () => {
          const { diagnostics } = newValidator(version).validate(changedResource(valid, variant));
          assert.deepEqual(diagnostics.filter(isError), []);
        });
      }

      it(`${type}: reports each of ${faults.length} faults once, at its place`, () => {
        assert.deepEqual(
          found(newValidator(version), entry),
          Object.fromEntries(faults.map(({ title, code, at, rule }) => [title, [[code, at, rule].join(' ')]])),
        );
      });

      it(`${type}: accepts the valid resource written as XML`, () => {
        const { document, diagnostics } = readResource(writeXml(valid, version), 'xml', version);
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(document?.resource, valid);
      });

      it(`${type}: names the element and the rule of each fault`, () => {
        const validator = newValidator(version);
        for (const fault of faults) {
          const error = validator.validate(changedResource(valid, fault)).diagnostics.find(isError);
          assert.ok(error?.rule, fault.title);
          assert.match(error.location?.fhirpath ?? '', new RegExp(`^${type}\\b[^/]*$`), fault.title);
        }
      });
    }
  });
}

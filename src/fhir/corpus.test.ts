import assert from 'node:assert/strict';
import { faultyResource, readCorpus } from '../../scripts/corpus.ts';
import { FHIR_VERSIONS } from '../model/suite.ts';
import { createValidator } from './validator.ts';

/** What the issue asks of the corpus. */
const LEAST_FAULTS = 80;
const LEAST_TYPES = 12;

for (const version of FHIR_VERSIONS) {
  describe(`single-fault corpus, ${version}`, () => {
    const validator = createValidator(version);
    const corpus = readCorpus(version);

    it('is large enough', () => {
      assert.ok(corpus.length >= LEAST_TYPES);
      assert.ok(corpus.flatMap(({ faults }) => faults).length >= LEAST_FAULTS);
    });

    for (const { type, valid, faults } of corpus) {
      it(`${type}: accepts the valid resource`, () => {
        assert.deepEqual(
          validator.validate(valid).diagnostics.filter(({ severity }) => severity !== 'not-checked'),
          [],
        );
      });

      for (const fault of faults) {
        it(`${type}: reports ${fault.title}, once`, () => {
          const errors = validator
            .validate(faultyResource(valid, fault))
            .diagnostics.filter(({ severity }) => severity === 'error');
          assert.deepEqual(
            errors.map(({ code, location }) => `${code} ${location?.pointer}`),
            [`${fault.code} ${fault.at}`],
          );
          assert.ok(errors[0]?.location?.fhirpath?.startsWith(type));
          assert.ok(errors[0]?.rule !== undefined);
          if (fault.rule !== undefined) assert.equal(errors[0]?.rule, fault.rule);
        });
      }
    }
  });
}

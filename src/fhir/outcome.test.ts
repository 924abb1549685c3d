import assert from 'node:assert/strict';
import type { JsonObject } from '../model/json.ts';
import { FHIR_VERSIONS } from '../model/suite.ts';
import { operationOutcome } from './outcome.ts';
import { createValidator } from './validator.ts';

describe('operationOutcome', () => {
  for (const version of FHIR_VERSIONS) {
    const validator = createValidator(version);
    const broken: JsonObject = {
      resourceType: 'Patient',
      meta: { profile: ['urn:none'] },
      nam: 1,
      gender: 'M',
      contact: [{ gender: 'male' }],
    };

    it(`is valid itself in ${version}, with and without findings`, () => {
      for (const resource of [broken, { resourceType: 'Patient', active: true }]) {
        const { diagnostics } = validator.validate(resource);
        const { diagnostics: own } = validator.validate(operationOutcome(diagnostics));
        assert.deepEqual(
          own.filter(({ severity }) => severity === 'error'),
          [],
        );
      }
    });

    it(`says in ${version} what is wrong, where, and what was not checked`, () => {
      const { issue } = operationOutcome(validator.validate(broken).diagnostics);
      assert.ok(Array.isArray(issue));
      const shown = issue.map((entry) => (entry as JsonObject)['code']);
      assert.ok(shown.includes('structure') && shown.includes('code-invalid') && shown.includes('not-supported'));
      assert.ok(JSON.stringify(issue).includes('"expression":["Patient.gender"]'));
    });
  }
});

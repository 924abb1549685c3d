import assert from 'node:assert/strict';
import type { JsonObject } from '../../model/json.ts';
import { FHIR_VERSIONS } from '../../model/suite.ts';
import { newValidator } from '../validator.ts';

const BASE = 'https://example.org/fhir/Schedule';

type Versioned = readonly [id: string, versionId: string];

/** An entry for each version of a schedule. */
const bundle = (schedules: readonly Versioned[]): JsonObject => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: schedules.map(([id, versionId]) => ({
    fullUrl: `${BASE}/${id}`,
    resource: { resourceType: 'Schedule', id, meta: { versionId }, actor: [{ reference: 'Location/1' }] },
  })),
});

describe('entries of a Bundle', () => {
  for (const version of FHIR_VERSIONS) {
    const broken = (...schedules: readonly Versioned[]): boolean =>
      newValidator(version)
        .validate(bundle(schedules))
        .diagnostics.some(({ message }) => message.startsWith('bdl-7'));

    it(`have URLs and versions that differ, in ${version}`, () => {
      assert.equal(broken(['1', '1'], ['1', '1']), true);
      assert.equal(broken(['1', '1'], ['1', '2']), false);
    });

    it(`are not the same where only URL and version run together are, in ${version}`, () => {
      assert.equal(broken(['1', '12'], ['11', '2']), false);
    });
  }
});

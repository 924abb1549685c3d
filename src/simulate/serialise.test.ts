import { deepEqual } from 'node:assert/strict';
import { readResource } from '../fhir/bytes/document.ts';
import type { JsonObject } from '../model/json.ts';
import { jsonOf, serialised } from './serialise.ts';

const bundle = (...entry: readonly JsonObject[]): JsonObject => ({
  resourceType: 'Bundle',
  total: entry.length,
  entry,
});
const first: JsonObject = { resource: { resourceType: 'Slot', id: 'a', comment: 'caf\u00e9' } };
const second: JsonObject = { resource: { resourceType: 'Slot', id: 'b' }, search: { mode: 'match' } };

describe('jsonOf', () => {
  const resources: readonly JsonObject[] = [
    first,
    bundle(),
    bundle(first),
    bundle(first, second),
    bundle(second, first, first),
    { resourceType: 'Bundle', entry: 'none' },
  ];
  for (const resource of resources) {
    it(`writes ${JSON.stringify(resource)}`, () => {
      deepEqual(JSON.parse(Buffer.from(jsonOf(resource)).toString('utf8')), resource);
    });
  }
});

describe('serialised', () => {
  const slots = bundle(first, second);

  for (const format of ['json', 'xml'] as const) {
    it(`writes ${format} that reads as the same resource`, () => {
      const bytes = serialised({ ...slots, type: 'searchset' }, `application/fhir+${format}`, 'stu3');
      deepEqual(readResource(bytes, format, 'stu3').document?.resource, { ...slots, type: 'searchset' });
    });
  }
});

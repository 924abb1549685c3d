import { deepEqual } from 'node:assert/strict';
import type { JsonObject } from '../model/json.ts';
import { jsonOf } from './serialise.ts';

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

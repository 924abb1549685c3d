import assert from 'node:assert/strict';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { bundleIndex } from './bundle.ts';

const bundle = (entry: JsonValue): JsonObject => ({ resourceType: 'Bundle', type: 'collection', entry });
const location = (name: string, rest: JsonObject = {}): JsonObject => ({ resourceType: 'Location', name, ...rest });

describe('bundleIndex', () => {
  it('finds a resource by fullUrl, and by type and id', () => {
    const resource = location('here', { id: '1' });
    const index = bundleIndex(bundle([{ fullUrl: 'urn:a', resource }]));
    assert.equal(index.find('urn:a'), resource);
    assert.equal(index.find('Location/1'), resource);
    for (const other of ['urn:b', 'Location/2', 'Patient/1', '1', ''])
      assert.equal(index.find(other), undefined, other);
  });

  it('takes the first of several with one type and id, and a fullUrl before them', () => {
    const [first, second] = [location('first', { id: '1' }), location('second', { id: '1' })];
    assert.equal(bundleIndex(bundle([{ resource: first }, { resource: second }])).find('Location/1'), first);
    const relative = bundleIndex(bundle([{ fullUrl: 'Location/1', resource: second }, { resource: first }]));
    assert.equal(relative.find('Location/1'), second);
  });

  it('gives a resource without id by its fullUrl alone', () => {
    const resource = location('here');
    const index = bundleIndex(bundle([{ fullUrl: 'urn:a', resource }]));
    assert.equal(index.find('urn:a'), resource);
    assert.equal(index.find('Location/undefined'), undefined);
  });

  it('passes over what is no entry with a resource', () => {
    const resource = location('here', { id: '1' });
    const index = bundleIndex(
      bundle([1, null, {}, { fullUrl: 'urn:a' }, { fullUrl: 'urn:b', resource: 'x' }, { resource }]),
    );
    assert.equal(index.find('Location/1'), resource);
    assert.equal(index.find('urn:a'), undefined);
    assert.equal(index.find('urn:b'), undefined);
    for (const none of [bundle({}), bundle(null), { resourceType: 'Bundle' }])
      assert.equal(bundleIndex(none).find('Location/1'), undefined);
  });

  it('is made once for each Bundle', () => {
    const one = bundle([]);
    assert.equal(bundleIndex(one), bundleIndex(one));
    assert.notEqual(bundleIndex(one), bundleIndex(bundle([])));
  });
});

import assert from 'node:assert/strict';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonObject } from '../../model/json.ts';
import { BrokenPlaces } from './broken.ts';
import { type Frame, rootFrame } from './frame.ts';

const resource: JsonObject = {
  resourceType: 'Bundle',
  entry: [{ resource: { resourceType: 'Patient', name: [{ family: '' }, {}] } }, { resource: { name: [{}] } }],
};

/** The frame of a pointer: each segment a property, so that no array is needed. */
const frameAt = (pointer: string): Frame =>
  pointer
    .split('/')
    .slice(1)
    .reduce<Frame>(
      (parent, property) => ({
        parent,
        property,
        name: property,
        index: undefined,
        value: {},
        type: 'X',
        rule: undefined,
      }),
      rootFrame(resource, undefined),
    );

const fault = (pointer?: string): Diagnostic => ({
  code: 'JSON_TYPE',
  severity: 'error',
  message: 'x',
  ...(pointer !== undefined && { location: { pointer } }),
});

/** Those of the pointers that are broken. */
const touched = (broken: BrokenPlaces, ...pointers: readonly string[]): readonly string[] =>
  pointers.filter((pointer) => broken.touches(frameAt(pointer)));

describe('BrokenPlaces', () => {
  const places = ['', '/entry', '/entry/0', '/entry/0/resource', '/entry/0/resource/name', '/entry/0/resource/name/0'];

  it('are none without faults', () => assert.deepEqual(touched(new BrokenPlaces(resource, []), ...places), []));

  it('are the place of a fault and those around it up to the innermost resource', () => {
    const broken = new BrokenPlaces(resource, [fault('/entry/0/resource/name/0')]);
    assert.deepEqual(touched(broken, ...places), places.slice(3));
    assert.deepEqual(touched(broken, '/entry/0/resource/name/1', '/entry/0/resource/name/0/family', '/entry/1'), []);
  });

  it('go up to the root where what is between has no type', () => {
    const broken = new BrokenPlaces(resource, [fault('/entry/1/resource/name/0')]);
    assert.deepEqual(touched(broken, '', '/entry/1', '/entry/1/resource', '/entry/0'), [
      '',
      '/entry/1',
      '/entry/1/resource',
    ]);
  });

  it('may be where the resource has nothing', () => {
    const broken = new BrokenPlaces(resource, [fault('/nose/size')]);
    assert.deepEqual(touched(broken, '', '/nose', '/nose/size', '/entry'), ['', '/nose', '/nose/size']);
  });

  it('are the root for a fault without place', () => {
    for (const diagnostic of [fault(), { ...fault(), location: { fhirpath: 'Bundle' } }])
      assert.deepEqual(touched(new BrokenPlaces(resource, [diagnostic]), ...places), ['']);
  });

  it('grow', () => {
    const broken = new BrokenPlaces(resource, []);
    broken.add('/entry/0/resource/name/0/family');
    assert.deepEqual(touched(broken, ...places), places.slice(3));
  });
});

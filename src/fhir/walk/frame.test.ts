import assert from 'node:assert/strict';
import { type Frame, locationOf, rootFrame, scopeOfContained } from './frame.ts';

describe('locationOf', () => {
  const root = rootFrame({ resourceType: 'Patient' }, undefined);
  const below = (parent: Frame, property: string, name: string, index?: number): Frame => ({
    parent,
    property,
    name,
    index,
    value: {},
    type: 'X',
    rule: undefined,
  });

  it('is the JSON pointer and the FHIRPath from the root', () => {
    assert.deepEqual(locationOf(root), { pointer: '', fhirpath: 'Patient' });
    const value = below(below(root, 'extension', 'extension', 0), '_valueString', 'value');
    assert.deepEqual(locationOf(value), {
      pointer: '/extension/0/_valueString',
      fhirpath: 'Patient.extension[0].value',
    });
  });
});

describe('scopeOfContained', () => {
  const container = { resourceType: 'Patient' };
  const resource = { resourceType: 'Organization' };
  const bundle = { isTransaction: false, find: () => undefined };
  const scope = { resource: container, rootResource: container, bundle };

  it('keeps the container as root; in STU3 it is the resource too', () => {
    assert.deepEqual(scopeOfContained({ version: 'r4' }, resource, scope), {
      resource,
      rootResource: container,
      bundle,
    });
    const sibling = { ...scope, resource: { resourceType: 'Practitioner' } };
    assert.deepEqual(scopeOfContained({ version: 'stu3' }, resource, sibling), scope);
  });
});

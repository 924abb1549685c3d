import assert from 'node:assert/strict';
import { formatOfMediaType } from './media-type.ts';

describe('formatOfMediaType', () => {
  for (const [contentType, format] of [
    ['application/fhir+json', 'json'],
    ['application/fhir+json; charset=utf-8; fhirVersion=4.0', 'json'],
    ['Application/FHIR+XML ;charset=UTF-8', 'xml'],
    ['application/json+fhir', 'json'],
    ['application/xml+fhir', 'xml'],
    ['application/json', 'json'],
    ['text/xml', 'xml'],
    ['text/html', undefined],
    ['application/fhir+turtle', undefined],
    ['constructor', undefined],
    ['', undefined],
    [undefined, undefined],
  ] as const) {
    it(`takes ${contentType ?? 'nothing'} for ${format ?? 'neither syntax'}`, () => {
      assert.equal(formatOfMediaType(contentType), format);
    });
  }
});

import { equal } from 'node:assert/strict';
import { offered, replyFormat } from './negotiate.ts';

const FORMATS = {
  'application/fhir+json': 'application/fhir+json',
  'application/json': 'application/fhir+json',
  json: 'application/fhir+json',
  'application/fhir+xml': 'application/fhir+xml',
};

describe('replyFormat', () => {
  const asked: readonly (readonly [
    format: string | undefined,
    accept: string | undefined,
    chosen: string | undefined,
  ])[] = [
    [undefined, undefined, 'application/fhir+json'],
    [undefined, '', 'application/fhir+json'],
    [undefined, '*/*', 'application/fhir+json'],
    [undefined, 'application/*', 'application/fhir+json'],
    [undefined, 'application/fhir+xml', 'application/fhir+xml'],
    [undefined, 'APPLICATION/FHIR+XML; charset=utf-8', 'application/fhir+xml'],
    [undefined, 'application/fhir+json;q=0.4, application/fhir+xml;q=0.8', 'application/fhir+xml'],
    [undefined, 'text/html, application/json;q=0.1', 'application/fhir+json'],
    [undefined, 'application/fhir+json;q=0', undefined],
    [undefined, 'text/*', undefined],
    ['json', 'application/fhir+xml', 'application/fhir+json'],
    ['application/fhir xml', undefined, 'application/fhir+xml'],
    ['text/plain', 'application/fhir+json', undefined],
  ];
  for (const [format, accept, chosen] of asked) {
    it(`is ${chosen ?? 'none'} for _format ${format ?? 'absent'} and Accept ${accept ?? 'absent'}`, () => {
      equal(replyFormat(FORMATS, format, accept), chosen);
    });
  }
});

describe('offered', () => {
  it('knows media types and short names, whatever their parameters', () => {
    equal(offered(FORMATS, 'application/fhir+json; charset=UTF-8'), 'application/fhir+json');
    equal(offered(FORMATS, 'json'), 'application/fhir+json');
  });

  it('does not know the others', () => {
    equal(offered(FORMATS, 'application/xml'), undefined);
    equal(offered(FORMATS, ''), undefined);
  });
});

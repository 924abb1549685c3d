import { equal } from 'node:assert/strict';
import type { FormatNames } from '../model/simulator.ts';
import { offered, replyCoding, replyFormat } from './negotiate.ts';

const FORMATS: FormatNames = {
  'application/fhir+json': 'application/fhir+json',
  'application/json': 'application/fhir+json',
  json: 'application/fhir+json',
  'application/fhir+xml': 'application/fhir+xml',
};

describe('replyFormat', () => {
  const asked: readonly (readonly [asked: string | undefined, chosen: string | undefined])[] = [
    [undefined, 'application/fhir+json'],
    ['', 'application/fhir+json'],
    ['*/*', 'application/fhir+json'],
    ['application/*', 'application/fhir+json'],
    ['json', 'application/fhir+json'],
    ['application/fhir+xml', 'application/fhir+xml'],
    ['application/fhir xml', 'application/fhir+xml'],
    ['APPLICATION/FHIR+XML; charset=utf-8', 'application/fhir+xml'],
    ['application/fhir+json;q=0.4, application/fhir+xml;q=0.8', 'application/fhir+xml'],
    ['text/html, application/json;q=0.1', 'application/fhir+json'],
    ['application/fhir+json;q=0', undefined],
    ['text/*', undefined],
    ['text/plain', undefined],
  ];
  for (const [text, chosen] of asked) {
    it(`is ${chosen ?? 'none'} when ${text === undefined ? 'nothing' : JSON.stringify(text)} is asked for`, () => {
      equal(replyFormat(FORMATS, text), chosen);
    });
  }
});

describe('replyCoding', () => {
  const asked: readonly (readonly [asked: string | undefined, chosen: string | undefined])[] = [
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['br, deflate', undefined],
    ['gzip;q=0', undefined],
    ['gzip', 'gzip'],
    ['br, GZip;q=0.5', 'gzip'],
    ['*', 'gzip'],
  ];
  for (const [text, chosen] of asked) {
    it(`is ${chosen ?? 'none'} when ${text === undefined ? 'nothing' : JSON.stringify(text)} is asked for`, () => {
      equal(replyCoding(['gzip'], text), chosen);
    });
  }

  it('is none when none is offered', () => equal(replyCoding([], 'gzip'), undefined));
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

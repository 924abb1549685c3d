import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Document } from '@xmldom/xmldom';
import { readXmlDocument } from './bytes/xml-document.ts';
import { checkXPath, evaluateXPath } from './xpath.ts';

function documentOf(text: string): Document {
  const reading = readXmlDocument(Buffer.from(text));
  if ('problem' in reading) throw new Error(reading.problem.message);
  return reading.document;
}

const LETTER = documentOf(
  '<?xml version="1.0"?><l:letter xmlns:l="urn:letter" xmlns="urn:body" l:no="7"><!-- aside --><to at="here">A &amp; B</to>\r\n<to/><![CDATA[<end>]]></l:letter>',
);
const namespaces = { l: 'urn:letter', b: 'urn:body' };

const found = (expression: string, variables = {}): unknown =>
  evaluateXPath(expression, LETTER, { namespaces, variables });

describe('XPath', () => {
  for (const [expression, gives] of [
    ['/l:letter/b:to', { nodes: ['A & B', ''] }],
    ['//b:to/@at', { nodes: ['here'] }],
    ['/l:letter/@l:no', { nodes: ['7'] }],
    ['//comment()', { nodes: [' aside '] }],
    ['/', { nodes: ['A & B\n<end>'] }],
    ['//to', { nodes: [] }],
    ['count(//b:to)', { value: 2 }],
    ['string(//@l:no)', { value: '7' }],
    ['//@l:no = 7', { value: true }],
    ['number("x")', { value: 'NaN' }],
    ['1 div 0', { value: 'Infinity' }],
    ['namespace-uri(/*)', { value: 'urn:letter' }],
    ['//b:to[not(@at) and (position() = 2)]', { nodes: [''] }],
  ] as const) {
    it(`gives what ${expression} asks for`, () => {
      deepEqual(found(expression), gives);
    });
  }

  it('reads the time of the exchange, and no other variable', () => {
    deepEqual(found('concat("at ", $startedAt)', { startedAt: '2026-01-01T00:00:00Z' }), {
      value: 'at 2026-01-01T00:00:00Z',
    });
    equal(checkXPath('$now', namespaces)?.code, 'BAD_XPATH');
  });

  for (const [expression, code] of [
    ['/l:letter[', 'BAD_XPATH'],
    ['', 'BAD_XPATH'],
    ['${values.service}', 'BAD_XPATH'],
    ['current-date()', 'BAD_XPATH'],
    ['l:count(//l:letter)', 'BAD_XPATH'],
    ['/m:letter', 'UNKNOWN_PREFIX'],
    ['child::m:letter', 'UNKNOWN_PREFIX'],
    ['//@m:*', 'UNKNOWN_PREFIX'],
    [`//l:letter[${'1 and '.repeat(1000)}1]`, 'BAD_XPATH'],
  ] as const) {
    it(`refuses ${expression.slice(0, 30)} as ${code}`, () => {
      equal(checkXPath(expression, namespaces)?.code, code);
      const evaluated = evaluateXPath(expression, LETTER, { namespaces });
      ok('problem' in evaluated);
      equal(evaluated.problem.code, code);
    });
  }

  for (const expression of [
    'descendant-or-self::node()/child::l:letter',
    'string-length(normalize-space(//b:to)) > 0 or (1 = 2)',
    "//b:to[. = 'm:letter(']",
    'processing-instruction("x") | //text()',
  ]) {
    it(`takes ${expression}`, () => {
      equal(checkXPath(expression, namespaces), undefined);
    });
  }

  it('is stopped when it runs away', () => {
    const wide = documentOf(`<a>${'<b/>'.repeat(3000)}</a>`);
    const evaluated = evaluateXPath('count(//b[count(//b[count(//b) > 1]) > 1])', wide, { namespaces });
    ok('problem' in evaluated);
    equal(evaluated.problem.code, 'XPATH_FAILED');
  });
});

describe('XML for XPath', () => {
  for (const [what, text, code] of [
    ['a document type', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', 'XML_DOCTYPE'],
    ['entities', '<a>&lol;</a>', 'XML_SYNTAX'],
    ['what breaks off', '<a><b></b>', 'XML_SYNTAX'],
    ['JSON', '{}', 'XML_SYNTAX'],
    ['nothing', '', 'EMPTY_BODY'],
    ['what is nested beyond measure', '<a>'.repeat(1000), 'XML_TOO_DEEP'],
    ['ten thousand elements', `<a>${'<b/>'.repeat(10_000)}</a>`, 'BODY_TOO_LARGE'],
    ['more than a megabyte', `<a>${' '.repeat(1024 * 1024)}</a>`, 'BODY_TOO_LARGE'],
  ] as const) {
    it(`refuses ${what}`, () => {
      const reading = readXmlDocument(Buffer.from(text));
      ok('problem' in reading);
      equal(reading.problem.code, code);
    });
  }
});

import assert from 'node:assert/strict';
import type { FhirVersion } from '../../model/suite.ts';
import { readResource } from './document.ts';

const NS = 'xmlns="http://hl7.org/fhir"';
const patient = (...lines: readonly string[]): string => [`<Patient ${NS}>`, ...lines, '</Patient>'].join('\n');
const read = (xml: string, version: FhirVersion = 'r4') => readResource(Buffer.from(xml), 'xml', version);

/** Code, line, column and pointer of each finding. */
const findings = (xml: string, version?: FhirVersion) =>
  read(xml, version).diagnostics.map(({ code, location }) => [
    code,
    location?.position?.line,
    location?.position?.column,
    location?.pointer,
  ]);

const members = (...lines: readonly string[]): unknown => {
  const { document, diagnostics } = read(patient(...lines));
  assert.deepEqual(diagnostics, []);
  const { resourceType, ...rest } = document?.resource ?? {};
  assert.equal(resourceType, 'Patient');
  return rest;
};

describe('FHIR XML as JSON', () => {
  it('types values by their elements', () => {
    assert.deepEqual(members('<active value="true"/>', '<multipleBirthInteger value="+2"/>'), {
      active: true,
      multipleBirthInteger: 2,
    });
    assert.deepEqual(members('<extension url="u:1"><valueDecimal value="1.5e1"/></extension>'), {
      extension: [{ url: 'u:1', valueDecimal: 15 }],
    });
    assert.deepEqual(members('<extension url="u:1"><valueString value="1"/></extension>'), {
      extension: [{ url: 'u:1', valueString: '1' }],
    });
  });

  it('keeps a text that its type does not allow', () => {
    const { active, multipleBirthInteger } =
      read(patient('<active value="yes"/>', '<multipleBirthInteger value="02"/>')).document?.resource ?? {};
    assert.deepEqual([active, multipleBirthInteger], ['yes', '02']);
  });

  it('puts ids and extensions of primitives beside them, aligned by nulls', () => {
    const extension = '<extension url="u:1"><valueCode value="c"/></extension>';
    const beside = { extension: [{ url: 'u:1', valueCode: 'c' }] };
    assert.deepEqual(members(`<active id="a" value="true"/>`, `<birthDate>${extension}</birthDate>`), {
      active: true,
      _active: { id: 'a' },
      _birthDate: beside,
    });
    assert.deepEqual(members(`<name><given value="A"/><given>${extension}</given></name>`), {
      name: [{ given: ['A', null], _given: [null, beside] }],
    });
    assert.deepEqual(members(`<name><given>${extension}</given></name>`), { name: [{ _given: [beside] }] });
    assert.deepEqual(members('<name><given value="A"/><given value="B"/></name>'), { name: [{ given: ['A', 'B'] }] });
  });

  it('shows what is empty as null or an empty object', () => {
    const { resource } = read(patient('<contained/>', '<active/>', '<name/>')).document ?? {};
    assert.deepEqual(resource, { resourceType: 'Patient', contained: [null], active: null, name: [{}] });
  });

  it('makes a narrative stand alone', () => {
    const html = 'xmlns="http://www.w3.org/1999/xhtml"';
    const text = (div: string) => ({ text: { status: 'generated', div } });
    assert.deepEqual(
      members('<text><status value="generated"/>', `<div ${html}>A<br/> &#233; <p>]</p></div></text>`),
      text(`<div ${html}>A<br/> &#233; <p>]</p></div>`),
    );
    const prefixed = (outside: string, inside: string): unknown =>
      read(
        `<Patient ${NS}><text${outside}><status value="generated"/><h:div${inside} class="a"><h:p>A</h:p></h:div></text></Patient>`,
      ).document?.resource['text'];
    const declaration = ` xmlns:h="http://www.w3.org/1999/xhtml"`;
    const unprefixed = { status: 'generated', div: `<div ${html} class="a"><p>A</p></div>` };
    assert.deepEqual(prefixed(declaration, ''), unprefixed);
    assert.deepEqual(prefixed('', declaration), unprefixed);
  });

  it('reads prefixed elements and where their schema lies', () => {
    const xml =
      '<f:Patient xmlns:f="http://hl7.org/fhir" xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="http://hl7.org/fhir p.xsd"><f:id value="1"/></f:Patient>';
    assert.deepEqual(findings(xml), []);
    assert.deepEqual(read(xml).document?.resource, { resourceType: 'Patient', id: '1' });
  });

  it('begins with a byte order mark, if it likes', () => {
    assert.deepEqual(findings(`\ufeff<?xml version="1.0"?>${patient()}`), []);
  });

  it('finds the place of every value', () => {
    const locate = read(patient('<active value="true"/>', '<name><given value="A"/>', '<given value="B"/></name>'))
      .document?.locate;
    assert.deepEqual(locate?.('/active'), { line: 2, column: 1 });
    assert.deepEqual(locate?.('/name/0'), { line: 3, column: 1 });
    assert.deepEqual(locate?.('/name/0/given/1'), { line: 4, column: 1 });
    assert.deepEqual(locate?.('/name/0/family'), { line: 3, column: 1 });
    assert.deepEqual(locate?.(''), { line: 1, column: 1 });
  });

  for (const [fault, xml, code, line, column, pointer] of [
    ['an unknown element', patient('<gendre value="male"/>'), 'UNKNOWN_ELEMENT', 2, 1, '/gendre'],
    ['an unknown attribute', patient('<active valeu="true" value="true"/>'), 'UNKNOWN_ELEMENT', 2, 9, '/_active/valeu'],
    [
      'a value of an object',
      patient('<name value="x"><text value="x"/></name>'),
      'UNKNOWN_ELEMENT',
      2,
      7,
      '/name/0/value',
    ],
    ['an id written as an element', patient('<name>', '<id value="x"/></name>'), 'UNKNOWN_ELEMENT', 3, 1, '/name/0/id'],
    ['an id of a resource written as an attribute', `<Patient ${NS} id="x"/>`, 'UNKNOWN_ELEMENT', 1, 38, '/id'],
    ['a url of what is no extension', patient('<name url="x"/>'), 'UNKNOWN_ELEMENT', 2, 7, '/name/0/url'],
    ['a value in a namespace', patient('<name xml:id="x"/>'), 'UNKNOWN_ELEMENT', 2, 7, '/name/0/id'],
    ['text', patient('<active value="true"/>', 'hello'), 'XML_TEXT', 3, 1, ''],
    ['text of a primitive', patient('<active value="true">yes</active>'), 'XML_TEXT', 2, 22, '/_active'],
    [
      'an element repeated that may not',
      patient('<active value="true"/><active value="true"/>'),
      'TOO_MANY_VALUES',
      2,
      23,
      '/active',
    ],
    [
      'an element of another namespace',
      patient('<active xmlns="urn:x" value="true"/>'),
      'XML_NAMESPACE',
      2,
      1,
      '/active',
    ],
    [
      'a narrative of another namespace',
      patient('<text><status value="empty"/><div>x</div></text>'),
      'XML_NAMESPACE',
      2,
      30,
      '/text/div',
    ],
    [
      'two resources in one place',
      patient(`<contained><Basic/><Basic/></contained>`),
      'TOO_MANY_VALUES',
      2,
      20,
      '/contained/0',
    ],
    [
      'a resource type unknown inside',
      patient('<contained><Patent/></contained>'),
      'UNKNOWN_RESOURCE_TYPE',
      2,
      12,
      '/contained/0',
    ],
    [
      'elements in the wrong order',
      patient('<name/>', '<active value="true"/>', '<birthDate value="1970"/>'),
      'XML_ELEMENT_ORDER',
      2,
      1,
      '/name/0',
    ],
    [
      'one element moved far up',
      patient('<link/>', '<id value="1"/>', '<active value="true"/>', '<name/>'),
      'XML_ELEMENT_ORDER',
      2,
      1,
      '/link/0',
    ],
    [
      'one element moved far down',
      patient('<active value="true"/>', '<name/>', '<birthDate value="1970"/>', '<id value="1"/>'),
      'XML_ELEMENT_ORDER',
      5,
      1,
      '/id',
    ],
    [
      'a repeated element torn apart',
      patient('<name/>', '<birthDate value="1970"/>', '<name/>', '<name/>'),
      'XML_ELEMENT_ORDER',
      3,
      1,
      '/birthDate',
    ],
    [
      'a number with too many digits',
      patient('<extension url="u:1"><valueDecimal value="0.12345678901234567890"/></extension>'),
      'JSON_LOSSY_NUMBER',
      2,
      36,
      '/extension/0/valueDecimal',
    ],
  ] as const) {
    it(`finds ${fault}, once and with its place`, () => {
      assert.deepEqual(findings(xml), [[code, line, column, pointer]]);
      assert.ok(read(xml).document);
    });
  }

  for (const [fault, xml, code] of [
    ['no namespace', '<Patient/>', 'XML_NAMESPACE'],
    ['another namespace', '<Patient xmlns="urn:hl7-org:v3"/>', 'XML_NAMESPACE'],
    ['an unknown type', `<Patent ${NS}/>`, 'UNKNOWN_RESOURCE_TYPE'],
    ['a data type', `<HumanName ${NS}/>`, 'UNKNOWN_RESOURCE_TYPE'],
    ['an abstract type', `<DomainResource ${NS}/>`, 'UNKNOWN_RESOURCE_TYPE'],
    ['a type that only Object.prototype knows', `<constructor ${NS}/>`, 'UNKNOWN_RESOURCE_TYPE'],
  ] as const) {
    it(`has no document for a root with ${fault}`, () => {
      const { document, diagnostics } = read(xml);
      assert.equal(document, undefined);
      assert.deepEqual(
        diagnostics.map((found) => found.code),
        [code],
      );
    });
  }

  it('offers the name that was meant', () => {
    assert.match(read(patient('<gendre value="male"/>')).diagnostics[0]?.hint ?? '', /"gender"/);
  });

  it('knows the elements of each version', () => {
    const animal = patient('<animal><species><text value="cat"/></species></animal>');
    assert.deepEqual(findings(animal, 'stu3'), []);
    assert.deepEqual(findings(animal, 'r4'), [['UNKNOWN_ELEMENT', 2, 1, '/animal']]);
  });

  it('stops counting at a thousand faults', () => {
    assert.equal(findings(patient('<x/>'.repeat(5000))).length, 1000);
  });
});

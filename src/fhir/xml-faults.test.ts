import assert from 'node:assert/strict';
import { isError } from '../model/diagnostic.ts';
import { FHIR_VERSIONS, type FhirVersion } from '../model/suite.ts';
import { readResource } from './bytes/document.ts';
import { newValidator } from './validator.ts';

const XHTML = 'http://www.w3.org/1999/xhtml';

const SLOT = `<Slot xmlns="http://hl7.org/fhir">
  <text><status value="generated"/><div xmlns="${XHTML}">A slot</div></text>
  <contained><Schedule><id value="s"/><active value="true"/><actor><display value="A clinic"/></actor></Schedule></contained>
  <identifier><system value="urn:a"/><value value="1"/></identifier>
  <schedule><reference value="#s"/></schedule>
  <status value="free"/>
  <start value="2026-01-05T09:00:00Z"/>
  <end value="2026-01-05T09:20:00Z"/>
  <overbooked value="false"/>
</Slot>`;

const validators = { stu3: newValidator('stu3'), r4: newValidator('r4') };

/** `code line:column fhirpath` of the errors of reading and of validation. */
function errors(xml: string, version: FhirVersion): readonly string[] {
  const { document, diagnostics } = readResource(Buffer.from(xml), 'xml', version);
  assert.ok(document);
  return [...diagnostics, ...validators[version].validate(document.resource, { read: diagnostics }).diagnostics]
    .filter(isError)
    .map(({ code, location: { pointer, position, fhirpath } = {} }) => {
      const { line, column } = position ?? document.locate(pointer ?? '') ?? {};
      return `${code} ${line}:${column} ${fhirpath}`;
    });
}

/** What is changed, into what, and what is found. */
const FAULTS: Readonly<Record<string, readonly [part: string, changed: string, found: string]>> = {
  'text instead of a value': [
    '<overbooked value="false"/>',
    '<overbooked>false</overbooked>',
    'XML_TEXT 9:15 Slot.overbooked',
  ],
  'text beside a value': ['"false"/>', '"false">no</overbooked>', 'XML_TEXT 9:29 Slot.overbooked'],
  'text instead of elements': [
    '<system value="urn:a"/><value value="1"/>',
    'urn:a',
    'XML_TEXT 4:15 Slot.identifier[0]',
  ],
  'text between elements': ['<start', 'now <start', 'XML_TEXT 7:3 Slot'],
  'no value': ['<overbooked value="false"/>', '<overbooked/>', 'EMPTY_ELEMENT 9:3 Slot.overbooked'],
  'a required element without value': ['<status value="free"/>', '<status/>', 'EMPTY_ELEMENT 6:3 Slot.status'],
  'no elements': ['<system value="urn:a"/><value value="1"/>', '', 'EMPTY_ELEMENT 4:3 Slot.identifier[0]'],
  'a value instead of elements': [
    '<identifier><system value="urn:a"/><value value="1"/></identifier>',
    '<identifier value="1"/>',
    'UNKNOWN_ELEMENT 4:15 Slot.identifier[0].value',
  ],
  'a value under a wrong name': [
    '<overbooked value="false"/>',
    '<overbooked valeu="false"/>',
    'UNKNOWN_ELEMENT 9:15 Slot.overbooked.valeu',
  ],
  'no boolean': ['"false"', '"no"', 'PRIMITIVE_FORMAT 9:15 Slot.overbooked'],
  'a boolean in capitals': ['"false"', '"FALSE"', 'PRIMITIVE_FORMAT 9:15 Slot.overbooked'],
  'an empty boolean': ['"false"', '""', 'PRIMITIVE_FORMAT 9:15 Slot.overbooked'],
  'an empty text': ['"urn:a"', '""', 'EMPTY_ELEMENT 4:15 Slot.identifier[0].system'],
  'no day': ['2026-01-05T09:00:00Z', '2026-02-30T09:00:00Z', 'PRIMITIVE_FORMAT 7:3 Slot.start'],
  'a required element under a wrong name': ['<start ', '<strat ', 'UNKNOWN_ELEMENT 7:3 Slot.strat'],
  'an optional element under a wrong name': ['<overbooked', '<overboked', 'UNKNOWN_ELEMENT 9:3 Slot.overboked'],
  'a required element missing': ['<status value="free"/>', '', 'MISSING_ELEMENT 1:1 Slot.status'],
  'a narrative in the namespace of FHIR': [` xmlns="${XHTML}"`, '', 'XML_NAMESPACE 2:36 Slot.text.div'],
  'a required element in another namespace': [
    '<status value="free"',
    '<status xmlns="urn:a" value="free"',
    'XML_NAMESPACE 6:3 Slot.status',
  ],
  'a required element twice': [
    '<status value="free"/>',
    '<status value="free"/><status value="busy"/>',
    'TOO_MANY_VALUES 6:25 Slot.status',
  ],
  'elements in the wrong order': [
    '<system value="urn:a"/><value value="1"/>',
    '<value value="1"/><system value="urn:a"/>',
    'XML_ELEMENT_ORDER 4:15 Slot.identifier[0].value',
  ],
  'a contained resource of unknown type': [
    /<Schedule>.*<\/Schedule>/.exec(SLOT)?.[0] ?? '',
    '<Schedul><id value="s"/></Schedul>',
    'UNKNOWN_RESOURCE_TYPE 3:14 Slot.contained[0]',
  ],
  'a contained resource in another namespace': [
    '<Schedule>',
    '<Schedule xmlns="urn:a">',
    'XML_NAMESPACE 3:14 Slot.contained[0]',
  ],
  'a contained resource without the element of its type': [
    '<Schedule><id value="s"/><active value="true"/><actor><display value="A clinic"/></actor></Schedule>',
    '<id value="s"/><active value="true"/>',
    'UNKNOWN_RESOURCE_TYPE 3:14 Slot.contained[0]',
  ],
  'a second contained resource in one place': [
    '</Schedule>',
    '</Schedule><Schedule/>',
    'TOO_MANY_VALUES 3:114 Slot.contained[0]',
  ],
  'no contained resource': ['<identifier>', '<contained/><identifier>', 'EMPTY_ELEMENT 4:3 Slot.contained[1]'],
  'an id written as an attribute': ['<Slot ', '<Slot id="a" ', 'UNKNOWN_ELEMENT 1:7 Slot.id'],
  'an attribute with a prefix': [
    '<identifier>',
    '<identifier xml:id="a">',
    'UNKNOWN_ELEMENT 4:15 Slot.identifier[0].id',
  ],
  'a code that is none': ['"free"', '"fre"', 'BINDING 6:3 Slot.status'],
  'two elements with one id': [
    '<status value="free"/>\n  <start',
    '<status id="a" value="free"/>\n  <start id="a"',
    'ID_NOT_UNIQUE 7:3 Slot.start.id',
  ],
};

for (const version of FHIR_VERSIONS) {
  describe(`one fault in XML is one error, ${version}`, () => {
    it('none in what is valid', () => assert.deepEqual(errors(SLOT, version), []));

    for (const [title, [part, changed, found]] of Object.entries(FAULTS))
      it(title, () => {
        assert.ok(SLOT.includes(part));
        assert.deepEqual(errors(SLOT.replace(part, changed), version), [found]);
      });

    it('two faults are two, though one be of the order', () => {
      const xml = SLOT.replace(/(.*<start.*\n)(.*<end.*\n)/, '$2$1').replace('<status value="free"/>', '');
      assert.deepEqual(errors(xml, version), ['XML_ELEMENT_ORDER 7:3 Slot.end', 'MISSING_ELEMENT 1:1 Slot.status']);
      const both = SLOT.replace('"false"', '"no"').replace('"free"', '"fre"');
      assert.deepEqual(errors(both, version), ['PRIMITIVE_FORMAT 9:15 Slot.overbooked', 'BINDING 6:3 Slot.status']);
    });
  });
}

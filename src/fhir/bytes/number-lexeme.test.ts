import assert from 'node:assert/strict';
import { FHIR_VERSIONS, type FhirVersion } from '../../model/suite.ts';
import { createValidator } from '../validator.ts';
import { readResource } from './document.ts';
import type { Format } from './media-type.ts';

/** `CODE pointer line:column` of all that is wrong with a text. */
function errors(text: string, format: Format, version: FhirVersion): readonly string[] {
  const { document, diagnostics } = readResource(Buffer.from(text), format, version);
  const found = document ? createValidator(version).validate(document.resource, { read: diagnostics }).diagnostics : [];
  return [...diagnostics, ...found]
    .filter(({ severity }) => severity === 'error')
    .map(
      ({ code, location: { pointer, position } = {} }) => `${code} ${pointer} ${position?.line}:${position?.column}`,
    );
}

for (const version of FHIR_VERSIONS) {
  describe(`integers, ${version}`, () => {
    for (const lexeme of ['1.0', '1e0', '10e-1', '1.00E+0']) {
      it(`are not written ${lexeme}, in JSON or in XML`, () => {
        assert.deepEqual(errors(`{"resourceType":"Patient","multipleBirthInteger":${lexeme}}`, 'json', version), [
          'PRIMITIVE_FORMAT /multipleBirthInteger 1:50',
        ]);
        const xml = `<Patient xmlns="http://hl7.org/fhir"><multipleBirthInteger value="${lexeme}"/></Patient>`;
        assert.deepEqual(errors(xml, 'xml', version), ['PRIMITIVE_FORMAT /multipleBirthInteger 1:60']);
      });
    }

    it('are digits', () => {
      assert.deepEqual(errors('{"resourceType":"Patient","multipleBirthInteger":1}', 'json', version), []);
      const xml = '<Patient xmlns="http://hl7.org/fhir"><multipleBirthInteger value="1"/></Patient>';
      assert.deepEqual(errors(xml, 'xml', version), []);
    });

    it('are found wherever they are', () => {
      const text = `{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient",
        "contained":[{"resourceType":"Practitioner","id":"p","telecom":[{"system":"phone","rank":1.0}]}],
        "_active":{"extension":[{"url":"http://example.org/x","valueDecimal":2.0},{"url":"http://example.org/y","valueInteger":2.0}]},
        "generalPractitioner":[{"reference":"#p"}]}}]}`;
      assert.deepEqual(errors(text, 'json', version), [
        'PRIMITIVE_FORMAT /entry/0/resource/contained/0/telecom/0/rank 2:98',
        'PRIMITIVE_FORMAT /entry/0/resource/_active/extension/1/valueInteger 3:128',
      ]);
    });

    it('are other than decimals, which have no exponent in STU3', () => {
      for (const lexeme of ['1e1', '1.5E+0', '15e-1']) {
        const found = version === 'stu3';
        const text = `{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":${lexeme}}}`;
        const place = 'PRIMITIVE_FORMAT /valueQuantity/value';
        assert.deepEqual(errors(text, 'json', version), found ? [`${place} 1:93`] : [], lexeme);
        const xml = `<Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="x"/></code><valueQuantity><value value="${lexeme}"/></valueQuantity></Observation>`;
        assert.deepEqual(errors(xml, 'xml', version), found ? [`${place} 1:117`] : [], lexeme);
      }
    });

    it('are other than decimals, which may be whole', () => {
      const text = `{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.0}}`;
      assert.deepEqual(errors(text, 'json', version), []);
    });
  });
}

import assert from 'node:assert/strict';
import { specFiles } from '../../scripts/spec-data.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isError } from '../model/diagnostic.ts';
import type { FhirVersion } from '../model/suite.ts';
import { type ResourceDocument, readResource } from './bytes/document.ts';
import { writeXml } from './bytes/json-to-xml.ts';
import type { Format } from './bytes/media-type.ts';
import { packageFromFiles } from './conformance-package.ts';
import { createValidator, type Validator } from './validator.ts';

interface Publication {
  readonly version: FhirVersion;
  readonly conformance: readonly string[];
  readonly examples: string;
  /** Published examples that are broken, with what is wrong: code and place of each error, a position where nothing can be read. */
  readonly broken: Readonly<Record<string, readonly string[]>>;
}

const PUBLICATIONS: Readonly<Record<string, Publication>> = {
  'UEC Care Connect': {
    version: 'stu3',
    conformance: ['uec-careconnect-stu3/conformance', 'gpconnect-appointments-stu3/conformance'],
    examples: 'uec-careconnect-stu3/examples',
    broken: {
      // Line ends within strings.
      'as-published-malformed/capabilitystatement--payload-response-body.json': ['JSON_SYNTAX 14:46'],
      'as-published-malformed/get_an_appointment--sample-response-from-a-provider-system.json': ['JSON_SYNTAX 10:23'],
      'valid/appointment--booking-example-resource.json': ['MISSING_ELEMENT Appointment.participant[0].status'],
      'valid/appointment--cancelling-example-resource.json': ['MISSING_ELEMENT Appointment.participant[0].status'],
      'valid/audit-appointment.json': [
        'JSON_TYPE Appointment.meta.profile',
        'JSON_TYPE Appointment.text',
        'JSON_TYPE Appointment.contained[0].identifier',
        'JSON_TYPE Appointment.contained[1].meta.profile',
        'JSON_TYPE Appointment.contained[1].name[0].given',
        'JSON_TYPE Appointment.contained[1].name[0].prefix',
      ],
      'valid/patient--example-resource.json': [
        'JSON_TYPE Patient.meta.profile',
        'JSON_TYPE Patient.name[0].given',
        'JSON_TYPE Patient.name[0].prefix',
      ],
    },
  },
  'GP Connect': {
    version: 'stu3',
    conformance: ['uec-careconnect-stu3/conformance', 'gpconnect-appointments-stu3/conformance'],
    examples: 'gpconnect-appointments-stu3/examples/valid',
    broken: {
      'appointments--search_for_free_slots_response_example.json': [
        'JSON_TYPE Bundle.entry[4].resource.telecom',
        'JSON_TYPE Bundle.entry[5].resource.telecom',
        'JSON_TYPE Bundle.entry[5].resource.address',
      ],
      'foundations--get_capability_statement_response_example.json': [
        'PRIMITIVE_FORMAT CapabilityStatement.software.releaseDate',
      ],
      'foundations--read_location_response_example.json': ['JSON_TYPE Location.address'],
    },
  },
  BaRS: {
    version: 'r4',
    conformance: ['bars-r4/package-uk.nhsdigital.bars.r4-1.34.0', 'bars-r4/ukcore-0.5.1-subset'],
    examples: 'bars-r4/package-uk.nhsdigital.bars.r4-1.34.0/examples',
    broken: {
      // "Ecounter/05f85045-…" is of no resource type.
      'QuestionnaireResponse for NOC.json': ['REFERENCE_FORMAT QuestionnaireResponse.encounter.reference'],
      'QuestionnaireResponse for PTS.json': ['REFERENCE_FORMAT QuestionnaireResponse.encounter.reference'],
      // The code has no code system, so it is in no value set.
      'REFREQ04 - Referral Service Request - CAD Out of Area.json': [
        'BINDING Bundle.entry[19].resource.clinicalStatus',
      ],
      'REFREQ05 - Referral Service Request - CAD Mutal Aid Request.json': [
        'BINDING Bundle.entry[19].resource.clinicalStatus',
      ],
    },
  },
  PDS: { version: 'r4', conformance: [], examples: 'pds-fhir-r4', broken: {} },
};

const WHERE_KEPT = '../shared/spec-data, where the publications are kept';

const toldOf = ({ code, location }: Diagnostic): string =>
  `${code} ${location?.fhirpath ?? `${location?.position?.line}:${location?.position?.column}`}`;

const errorsOf = (validator: Validator, { resource }: ResourceDocument): readonly string[] =>
  validator.validate(resource).diagnostics.filter(isError).map(toldOf);

/** The resource in the other syntax; undefined where JSON of the wrong shape has no XML. */
function inOtherSyntax({ resource, format }: ResourceDocument, version: FhirVersion): ResourceDocument | undefined {
  const other: Format = format === 'xml' ? 'json' : 'xml';
  const bytes = other === 'json' ? Buffer.from(JSON.stringify(resource)) : writeXml(resource, version);
  const { document, diagnostics } = readResource(bytes, other, version);
  return diagnostics.some(isError) ? undefined : document;
}

describe('published examples against the official profiles', () => {
  for (const [title, { version, conformance, examples, broken }] of Object.entries(PUBLICATIONS)) {
    const read = (): ReadonlyMap<string, ReturnType<typeof readResource>> | undefined => {
      const files = specFiles(examples);
      return (
        files &&
        new Map(
          [...files].flatMap(([path, bytes]) => {
            const reading =
              /\.(?:json|xml)$/.test(path) && readResource(bytes, path.endsWith('.xml') ? 'xml' : 'json', version);
            // Beside the examples lie lists of them.
            return !reading || reading.diagnostics.some(({ code }) => code === 'NOT_A_RESOURCE')
              ? []
              : [[path, reading] as const];
          }),
        )
      );
    };
    const validator = (): Validator =>
      createValidator(version, {
        packages: conformance.map(
          (folder) => packageFromFiles(folder, specFiles(folder) ?? new Map(), version).package,
        ),
      });

    it(`${title}: only the examples known to be broken have errors (needs ${WHERE_KEPT})`, function () {
      const examples = read();
      if (!examples) this.skip();
      const official = validator();
      const found: Record<string, readonly string[]> = {};
      for (const [path, { document, diagnostics }] of examples) {
        const errors = [...diagnostics.filter(isError).map(toldOf), ...(document ? errorsOf(official, document) : [])];
        if (errors.length > 0) found[path] = errors;
      }
      assert.deepEqual(found, broken);
    });

    it(`${title}: examples say the same in the other syntax (needs ${WHERE_KEPT})`, function () {
      const examples = read();
      if (!examples) this.skip();
      const official = validator();
      for (const [path, { document }] of examples) {
        if (!document || broken[path]?.some((error) => error.startsWith('JSON_TYPE'))) continue;
        const other = inOtherSyntax(document, version);
        assert.deepEqual(other?.resource, document.resource, path);
        assert.deepEqual(errorsOf(official, other ?? document), broken[path] ?? [], path);
      }
    });
  }
});

import { SEVERITIES } from '../../model/diagnostic.ts';
import type { JsonObject } from '../../model/json.ts';
import { FHIR_VERSIONS } from '../../model/suite.ts';

const TEXT: JsonObject = { type: 'string', minLength: 1 };
const YES_OR_NO: JsonObject = { type: 'boolean' };
const COUNT: JsonObject = { type: 'integer', minimum: 0 };
const PLACE: JsonObject = { type: 'integer', minimum: 1 };

const listOf = (items: JsonObject): JsonObject => ({ type: 'array', items });

/** An object with these members. More may come with later versions. */
const object = (required: JsonObject, optional: JsonObject = {}): JsonObject => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
});

const SOURCE = object({ file: TEXT, line: PLACE, column: PLACE });

const LOCATION = object(
  {},
  {
    source: { ...SOURCE, description: 'Line and column in the file, both from 1' },
    pointer: { type: 'string', format: 'json-pointer', description: 'RFC 6901, into the JSON form' },
    fhirpath: { ...TEXT, description: 'As Appointment.participant[0].status' },
  },
);

const DIAGNOSTIC = object(
  {
    code: { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$', description: 'Codes are added, never renamed' },
    severity: { enum: [...SEVERITIES] },
    message: TEXT,
  },
  {
    hint: TEXT,
    location: LOCATION,
    rule: {
      ...TEXT,
      description: 'What asks for it: profile|version#element or #constraint, or the section of a standard',
    },
    times: { ...COUNT, description: 'In how many places it holds, when said once for all of them' },
  },
);

const FHIR = object(
  {
    version: { enum: [...FHIR_VERSIONS] },
    basis: { enum: ['asked', 'told', 'structure', 'default'], description: 'Why it was validated as of this version' },
  },
  { by: { ...TEXT, description: 'What tells the version, or what does not fit the other' } },
);

const PROFILE = object({ url: TEXT, checked: { enum: ['official', 'assay-rules', 'unknown'] } }, { version: TEXT });

const RESOURCE = object(
  { file: TEXT, fhir: FHIR, profiles: listOf(PROFILE), diagnostics: listOf(DIAGNOSTIC), valid: YES_OR_NO },
  {
    line: { ...PLACE, description: 'Where in the file it begins, when the file holds one resource a line' },
    resourceType: { ...TEXT, description: 'Absent when the bytes are no resource' },
  },
);

const SHA256: JsonObject = { type: 'string', pattern: '^[0-9a-f]{64}$' };

/** JSON Schema of what `assay validate --json` prints (ValidationJson). */
export const VALIDATION_SCHEMA: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Assay validation',
  ...object({
    valid: { ...YES_OR_NO, description: 'No resource has an error, and no validation was stopped' },
    counts: object({ resources: COUNT, ...Object.fromEntries(SEVERITIES.map((severity) => [severity, COUNT])) }),
    packages: listOf(object({ name: TEXT, sha256: SHA256 }, { version: TEXT })),
    resources: listOf(RESOURCE),
  }),
};

import type { JsonObject } from '../../model/json.ts';
import { REDACTION_CLASSES, type RedactionPlace } from '../../model/redaction-policy.ts';

const CLASS: JsonObject = { enum: [...REDACTION_CLASSES] };

/** Names or paths -> classes. */
const named = (description: string, pattern: string, message: string): JsonObject => ({
  type: 'object',
  minProperties: 1,
  description,
  propertyNames: { type: 'string', pattern, 'x-faults': { pattern: { message } } },
  additionalProperties: CLASS,
});

const NAME = '^(?=.*[A-Za-z0-9])[\\w.:-]+$';
const A_NAME = 'This is a name of letters, digits, _ . : and -';

const PLACES: Readonly<Record<RedactionPlace, JsonObject>> = {
  headers: named(
    'Header fields by their names.',
    "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
    'This is the name of a header field',
  ),
  parameters: named('Parameters of queries and forms by their names.', NAME, A_NAME),
  claims: named(
    'Claims of a bearer token by their names from the top, as requesting_practitioner/id.',
    '^[^\\s/]+(/[^\\s/]+)*$',
    'A claim is named from the top of the claims, its parts apart by /',
  ),
  members: named('Members in JSON and elements in XML by their names, whatever they stand in.', NAME, A_NAME),
  persons: named('The same, where they are of something that is called after a person, as patientName.', NAME, A_NAME),
  fhir: named(
    'Elements of resources, as Patient.name.family. Patient stands for all who use or accompany care, Resource for every type.',
    '^[A-Z][A-Za-z]*(\\.[a-z][A-Za-z0-9]*)+$',
    'An element is named by the type of its resource and the names to it, apart by a dot, as Patient.name.family',
  ),
  xml: named(
    'The last elements of the way to a text or an attribute in XML, without prefixes, as auditIdentity/id/@uri.',
    '^[A-Za-z_][\\w.-]*(/[A-Za-z_][\\w.-]*)*(/@[A-Za-z_][\\w.-]*)?$',
    'Elements are named without prefixes, apart by /; an attribute comes last, after /@',
  ),
};

/** JSON Schema of `redaction.yaml`. */
export const REDACTION_SCHEMA: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Assay redaction policy',
  description: 'What is redacted beside what always is. A policy only adds: nothing in it takes a rule away.',
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  properties: { ...PLACES },
};

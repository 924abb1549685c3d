import { REDACTION_FILE } from './supplier-file.ts';

/** Whether an input of a plan is a policy: that of the supplier, or that of an interface. */
export const isPolicy = (path: string): boolean =>
  path === REDACTION_FILE || /^suites\/[^/]+\/redaction\.yaml$/.test(path);

/** What a value can be, and so what stands for it. */
export const REDACTION_CLASSES = [
  'secret',
  'token',
  'key',
  'cookie',
  'nhs-number',
  'user-id',
  'identifier',
  'name',
  'birth-date',
  /** A telephone number or an e-mail address. */
  'telecom',
  'address',
  'postcode',
  'url',
  'data',
  'narrative',
] as const;
export type RedactionClass = (typeof REDACTION_CLASSES)[number];

type Named = Readonly<Record<string, RedactionClass>>;

/** Where values stand -> what they are. Policies only add to each other: nothing takes a rule away. */
export interface RedactionPolicy {
  /** By names of header fields. */
  readonly headers?: Named;
  /** By names of parameters of queries and forms. */
  readonly parameters?: Named;
  /** By names from the top of the claims of a bearer token, as `requesting_practitioner/id`. */
  readonly claims?: Named;
  /** By names of members in JSON and elements in XML, whatever they stand in. */
  readonly members?: Named;
  /** The same, where they are of something that is called after a person. */
  readonly persons?: Named;
  /** By elements of resources, as `Patient.name.family`: in every resource about somebody who uses or accompanies care for `Patient`, in all for `Resource`. */
  readonly fhir?: Named;
  /** By the last elements of the way to a text or an attribute in XML, without prefixes, as `auditIdentity/id/@uri`. */
  readonly xml?: Named;
}

export const REDACTION_PLACES = ['headers', 'parameters', 'claims', 'members', 'persons', 'fhir', 'xml'] as const;
export type RedactionPlace = (typeof REDACTION_PLACES)[number];

/** A name as it is compared with others: only paths are taken to the letter. */
export const comparable = (place: RedactionPlace, name: string): string =>
  place === 'headers'
    ? name.toLowerCase()
    : place === 'claims' || place === 'fhir' || place === 'xml'
      ? name
      : plainName(name);

/** In small letters alone: `date_of_birth`, `dateOfBirth` and `DateOfBirth` are one name. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

import { isRecord } from './shape.ts';

export const ROLES = ['provider', 'client'] as const;
/** Which side of the interface the system under test plays. */
export type Role = (typeof ROLES)[number];

/** What the supplier says is under test: asked for, never guessed. Undefined members were not given. */
export interface SystemUnderTest {
  readonly role: Role;
  readonly baseUrl: string;
  /** Address of the proxy through which it is called, when there is one. */
  readonly via?: string;
  /** Base URL of the provider that answers a client under test, when that is not our simulator. */
  readonly answeredBy?: string;
  readonly name?: string;
  readonly version?: string;
  readonly organisation?: string;
  /** Organisation Data Service code of the supplier. */
  readonly odsCode?: string;
  readonly environment?: string;
}

/** What a submission needs to know of the system under test. */
export const IDENTITY_FACTS = ['name', 'version', 'organisation', 'odsCode', 'environment'] as const;

export function missingIdentity(sut: SystemUnderTest): readonly (typeof IDENTITY_FACTS)[number][] {
  return IDENTITY_FACTS.filter((fact) => sut[fact] === undefined || sut[fact] === '');
}

/** What the embedded provider calls itself. */
export const REFERENCE_PROVIDER = 'Assay reference provider';

/** What runs of the embedded client call it. */
export const REFERENCE_CLIENT = 'Assay reference client';

/** What the provider says of itself in its CapabilityStatement. */
export interface ObservedSystem {
  readonly software?: string;
  readonly version?: string;
  readonly publisher?: string;
  readonly fhirVersion?: string;
  readonly formats: readonly string[];
}

/** https://hl7.org/fhir/STU3/capabilitystatement.html: software, publisher, fhirVersion, format. Texts only; the rest is left to the cases. */
export function observedIn(statement: Readonly<Record<string, unknown>>): ObservedSystem {
  const software = isRecord(statement['software']) ? statement['software'] : {};
  const formats: readonly unknown[] = Array.isArray(statement['format']) ? statement['format'] : [];
  return {
    ...text('software', software['name']),
    ...text('version', software['version']),
    ...text('publisher', statement['publisher']),
    ...text('fhirVersion', statement['fhirVersion']),
    formats: formats.filter((format) => typeof format === 'string'),
  };
}

function text<Name extends string>(name: Name, value: unknown): { readonly [name in Name]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { readonly [name in Name]: string }) : {};
}

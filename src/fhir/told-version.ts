import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { FhirVersion } from '../model/suite.ts';

export interface ToldVersion {
  readonly version: FhirVersion;
  /** What in the resource tells it, as `fhirVersion 4.0.1`. */
  readonly by: string;
}

/**
 * The FHIR version that a resource itself tells: by its `fhirVersion` (https://hl7.org/fhir/R4/versions.html), or by a
 * profile that it claims and that is published for one version. A Bundle also tells by its entries.
 */
export function toldVersion(resource: JsonObject): ToldVersion | undefined {
  return byFhirVersion(resource) ?? byProfiles(resource) ?? byEntries(resource);
}

function byFhirVersion({ fhirVersion }: JsonObject): ToldVersion | undefined {
  for (const number of listed(fhirVersion)) {
    const version = versionOfNumber(number);
    if (version) return { version, by: `fhirVersion ${number}` };
  }
  return undefined;
}

function byProfiles({ meta }: JsonObject): ToldVersion | undefined {
  for (const profile of listed(isJsonObject(meta) ? meta['profile'] : undefined)) {
    const version = versionOfProfile(profile);
    if (version) return { version, by: `meta.profile ${profile}` };
  }
  return undefined;
}

function byEntries({ resourceType, entry }: JsonObject): ToldVersion | undefined {
  if (resourceType !== 'Bundle' || !Array.isArray(entry)) return undefined;
  for (const member of entry as readonly JsonValue[]) {
    const resource = isJsonObject(member) ? member['resource'] : undefined;
    const told = isJsonObject(resource) ? toldVersion(resource) : undefined;
    if (told) return told;
  }
  return undefined;
}

const CORE = /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/[^|]*\|(.*)$/;
/** Publishers put the version into the path; UK Core (https://simplifier.net/hl7fhirukcorer4) is R4 without saying so. */
const PUBLISHED: readonly (readonly [FhirVersion, RegExp])[] = [
  ['stu3', /\/(?:STU3|3\.0)\//i],
  ['r4', /\/(?:R4|4\.0)\/|\/UKCore-/i],
];

function versionOfProfile(url: string): FhirVersion | undefined {
  const number = CORE.exec(url)?.[1];
  return number === undefined ? PUBLISHED.find(([, path]) => path.test(url))?.[0] : versionOfNumber(number);
}

function versionOfNumber(number: string): FhirVersion | undefined {
  if (/^3\.0(?:\.|$)/.test(number)) return 'stu3';
  return /^4\.0(?:\.|$)/.test(number) ? 'r4' : undefined;
}

/** The texts of a member that may be one or, in some resources, several. */
const listed = (value: JsonValue | undefined): readonly string[] =>
  [value].flat().filter((one) => typeof one === 'string');

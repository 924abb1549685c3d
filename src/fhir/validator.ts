import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { FhirVersion } from '../model/suite.ts';
import { nearest } from './compile/nearest.ts';
import type { ObjectRule } from './compile/rule.ts';
import { claimedProfiles, createRuleBook } from './compile/rule-book.ts';
import { createStructureCheck } from './compile/structure.ts';
import { coreDefinitions, withoutVersion } from './definitions/store.ts';
import { createInvariants } from './invariants/invariants.ts';
import { boundMembership } from './terminology/binding.ts';
import { createTerminology } from './terminology/terminology.ts';
import { brokenPlaces } from './walk/broken.ts';
import { fhirpathOfPointer } from './walk/path.ts';
import { walkResource } from './walk/walk.ts';

export interface ValidationReport {
  /** Errors, warnings, information and not-checked, in no order but that of discovery. */
  readonly diagnostics: readonly Diagnostic[];
  readonly profiles: readonly CheckedProfile[];
}

/** A profile that the resource claims or the caller asked for, and by whose rules it was checked. */
export interface CheckedProfile {
  readonly url: string;
  readonly version?: string;
  readonly checked: 'official' | 'assay-rules' | 'unknown';
}

export interface Validator {
  readonly version: FhirVersion;
  /** Profiles are canonical URLs, asked for beside those in `meta.profile`. */
  readonly validate: (resource: JsonObject, options?: { readonly profiles?: readonly string[] }) => ValidationReport;
}

export function createValidator(version: FhirVersion): Validator {
  const store = coreDefinitions(version);
  const terminology = createTerminology(store);
  const book = createRuleBook(store, {
    inValueSet: (valueSet, value) => {
      const membership = boundMembership(terminology, valueSet, value);
      return typeof membership === 'object' ? undefined : membership === 'member';
    },
  });
  const structure = createStructureCheck(book);
  const context = { book, terminology, invariants: createInvariants(version, book) };

  function validate(resource: JsonObject, options: { readonly profiles?: readonly string[] } = {}): ValidationReport {
    const rules = book.resourceRules(resource, options.profiles);
    if (rules.length === 0) return { diagnostics: [unknownType(resource)], profiles: [] };
    const profiles = checkedProfiles(rules, [...(options.profiles ?? []), ...claimedProfiles(resource)]);
    const faults = structure.check(resource, rules);
    const findings = walkResource(context, resource, rules, brokenPlaces(resource, faults));
    return {
      diagnostics: [
        ...profiles.filter(({ checked }) => checked === 'unknown').map(({ url }) => unknownProfile(url)),
        ...faults.map((fault) => withFhirpath(fault, resource, rules)),
        ...(rules.length > 1 ? distinct(findings) : findings),
      ],
      profiles,
    };
  }

  const withFhirpath = (fault: Diagnostic, resource: JsonObject, rules: readonly ObjectRule[]): Diagnostic => {
    const pointer = fault.location?.pointer ?? '';
    return { ...fault, location: { pointer, fhirpath: fhirpathOfPointer(book, resource, rules, pointer) } };
  };

  function unknownType(resource: JsonObject): Diagnostic {
    const type: JsonValue = resource['resourceType'] ?? null;
    const guess = typeof type === 'string' ? nearest(type, store.resourceTypes) : undefined;
    return {
      code: typeof type === 'string' ? 'UNKNOWN_RESOURCE_TYPE' : 'NOT_A_RESOURCE',
      severity: 'error',
      message: typeof type === 'string' ? `${type} is no resource type of FHIR ${version}` : 'resourceType is missing',
      ...(guess !== undefined && { hint: `Did you mean "${guess}"?` }),
      location: { pointer: '/resourceType' },
    };
  }

  return { version, validate };
}

function checkedProfiles(rules: readonly ObjectRule[], wanted: readonly string[]): readonly CheckedProfile[] {
  const used = new Set(rules.map(({ key }) => key));
  return [...new Set(wanted.map(withoutVersion))].map((url) => ({
    url,
    checked: used.has(url) ? 'official' : 'unknown',
  }));
}

const unknownProfile = (url: string): Diagnostic => ({
  code: 'PROFILE_UNKNOWN',
  severity: 'not-checked',
  message: `The profile ${url} is not at hand, so the resource was not checked against it`,
  hint: 'Load the package that defines it',
  rule: url,
});

/** Several profiles of one resource ask for much the same. */
function distinct(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return findings.filter(({ code, location, rule }) => {
    const key = `${code} ${location?.pointer} ${rule?.replace(/^.*#/, '')}`;
    return !seen.has(key) && seen.add(key);
  });
}

import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { FhirVersion } from '../model/suite.ts';
import { noSuchResource } from './compile/resource-type.ts';
import type { ObjectRule } from './compile/rule.ts';
import { claimedProfiles, createRuleBook } from './compile/rule-book.ts';
import { createStructureCheck } from './compile/structure.ts';
import type { ConformancePackage } from './conformance-package.ts';
import { type LayeredStore, layeredStore } from './definitions/layered-store.ts';
import { coreDefinitions, withoutVersion } from './definitions/store.ts';
import { createInvariants } from './invariants/invariants.ts';
import { boundMembership } from './terminology/binding.ts';
import { createTerminology } from './terminology/terminology.ts';
import { BrokenPlaces } from './walk/broken.ts';
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

/** Definitions beside those of the FHIR specification. */
export interface Definitions {
  readonly packages?: readonly ConformancePackage[];
  /** Official profile URL -> URL of our own differential, used while the official one is not in a package. */
  readonly standIns?: Readonly<Record<string, string>>;
}

export function createValidator(version: FhirVersion, { packages = [], standIns = {} }: Definitions = {}): Validator {
  const store = layeredStore(coreDefinitions(version), packages, standIns);
  const terminology = createTerminology(store);
  const book = createRuleBook(store, {
    inValueSet: (valueSet, value) => {
      const membership = boundMembership(terminology, valueSet, value);
      return typeof membership === 'object' ? undefined : membership === 'member';
    },
  });
  const structure = createStructureCheck(book);
  const context = { version, book, terminology, invariants: createInvariants(version, book) };

  function validate(resource: JsonObject, options: { readonly profiles?: readonly string[] } = {}): ValidationReport {
    const rules = book.resourceRules(resource, options.profiles);
    if (rules.length === 0) return { diagnostics: [noSuchResource(store.resourceTypes, resource, '')], profiles: [] };
    const wanted = [...(options.profiles ?? []), ...claimedProfiles(resource)];
    const profiles = [...new Set(wanted)].map((url) => checkedProfile(store, rules, url));
    const faults = structure.check(resource, rules);
    const findings = walkResource(context, resource, rules, new BrokenPlaces(resource, faults));
    return {
      diagnostics: [
        ...profiles.filter(({ checked }) => checked === 'unknown').map(({ url }) => uncheckedProfile(url, resource)),
        ...faults.map((fault) => withFhirpath(fault, resource, rules)),
        ...(rules.length > 1 ? distinct(findings) : findings),
      ],
      profiles,
    };
  }

  function uncheckedProfile(url: string, resource: JsonObject): Diagnostic {
    const structure = store.structure(url);
    if (structure) {
      const message = `${url} is a profile of ${structure.type}; this is a ${resource['resourceType']}`;
      return {
        code: 'PROFILE_TYPE',
        severity: 'error',
        message,
        location: { pointer: '', fhirpath: String(resource['resourceType']) },
        rule: url,
      };
    }
    const problem = store.problem(url);
    return {
      code: problem === undefined ? 'PROFILE_UNKNOWN' : 'PROFILE_INVALID',
      severity: 'not-checked',
      message: `The resource was not checked against ${url}: ${problem ?? 'the profile is not at hand'}`,
      hint: 'Load the package that defines it',
      location: { pointer: '', fhirpath: String(resource['resourceType']) },
      rule: url,
    };
  }

  const withFhirpath = (fault: Diagnostic, resource: JsonObject, rules: readonly ObjectRule[]): Diagnostic => {
    const pointer = fault.location?.pointer ?? '';
    return { ...fault, location: { pointer, fhirpath: fhirpathOfPointer(book, resource, rules, pointer) } };
  };

  return { version, validate };
}

function checkedProfile(store: LayeredStore, rules: readonly ObjectRule[], canonical: string): CheckedProfile {
  const url = withoutVersion(canonical);
  const standIn = store.standIn(url);
  const rule = rules.find(({ key }) => key === (standIn ?? url));
  if (!rule) return { url, checked: 'unknown' };
  const version = store.structure(url)?.version;
  return {
    url,
    ...(version !== undefined && { version }),
    checked: standIn === undefined ? 'official' : 'assay-rules',
  };
}

/** Several profiles of one resource ask for much the same. */
function distinct(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return findings.filter(({ code, location, rule }) => {
    const key = `${code} ${location?.pointer} ${rule?.replace(/^.*#/, '')}`;
    return !seen.has(key) && seen.add(key);
  });
}

import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { FhirVersion } from '../model/suite.ts';
import { noSuchResource } from './compile/resource-type.ts';
import type { ObjectRule } from './compile/rule.ts';
import { createRuleBook } from './compile/rule-book.ts';
import { createStructureCheck } from './compile/structure.ts';
import type { ConformancePackage } from './conformance-package.ts';
import { layeredStore } from './definitions/layered-store.ts';
import { coreDefinitions } from './definitions/store.ts';
import { createInvariants } from './invariants/invariants.ts';
import { boundMembership } from './terminology/binding.ts';
import { createTerminology } from './terminology/terminology.ts';
import { BrokenPlaces } from './walk/broken.ts';
import { fhirpathOfPointer } from './walk/path.ts';
import type { CheckedProfile } from './walk/profile.ts';
import { walkResource } from './walk/walk.ts';

interface ValidationReport {
  /** Errors, warnings, information and not-checked, in no order but that of discovery. */
  readonly diagnostics: readonly Diagnostic[];
  readonly profiles: readonly CheckedProfile[];
}

export interface Validator {
  readonly version: FhirVersion;
  /** Why resources cannot be checked against the profile; undefined when they can. */
  readonly problemOf: (profile: string) => string | undefined;
  /** Profiles are canonical URLs, asked for beside those in `meta.profile`. */
  readonly validate: (resource: JsonObject, options?: { readonly profiles?: readonly string[] }) => ValidationReport;
}

/** Definitions beside those of the FHIR specification. */
export interface Definitions {
  readonly packages?: readonly ConformancePackage[];
  /** Official profile URL -> URL of our own differential, used while the official one is not in a package. */
  readonly standIns?: Readonly<Record<string, string>>;
}

const validators = new Map<string, Validator>();

/**
 * A validator of one FHIR version. It reads definitions and compiles rules when a resource first needs them, so the same
 * one is given again for the same definitions, known by the digests of their packages.
 */
export function createValidator(version: FhirVersion, definitions: Definitions = {}): Validator {
  const { packages = [], standIns = {} } = definitions;
  const key = JSON.stringify([version, packages.map(({ sha256 }) => sha256), Object.entries(standIns).sort()]);
  const known = validators.get(key) ?? newValidator(version, definitions);
  validators.set(key, known);
  return known;
}

/** A validator that shares nothing but the definitions with any other. */
export function newValidator(version: FhirVersion, { packages = [], standIns = {} }: Definitions = {}): Validator {
  const store = layeredStore(coreDefinitions(version), packages, standIns);
  const terminology = createTerminology(store);
  const book = createRuleBook(store, {
    inValueSet: (valueSet, value) => {
      const membership = boundMembership(terminology, valueSet, value);
      return typeof membership === 'object' ? undefined : membership === 'member';
    },
  });
  const structure = createStructureCheck(book);
  const context = { version, store, book, terminology, structure, invariants: createInvariants(version, book) };

  function validate(
    resource: JsonObject,
    { profiles: asked = [] }: { readonly profiles?: readonly string[] } = {},
  ): ValidationReport {
    const rules = book.resourceRules(resource, asked);
    if (rules.length === 0) return { diagnostics: [noSuchResource(store.resourceTypes, resource, '')], profiles: [] };
    const faults = structure.check(resource, rules);
    const { findings, profiles } = walkResource(context, resource, rules, asked, new BrokenPlaces(resource, faults));
    return {
      diagnostics: [...faults.map((fault) => withFhirpath(fault, resource, rules)), ...distinct(findings)],
      profiles,
    };
  }

  const withFhirpath = (fault: Diagnostic, resource: JsonObject, rules: readonly ObjectRule[]): Diagnostic => {
    const pointer = fault.location?.pointer ?? '';
    return { ...fault, location: { pointer, fhirpath: fhirpathOfPointer(book, resource, rules, pointer) } };
  };

  const problemOf = (profile: string): string | undefined =>
    store.problem(profile) ?? (store.structure(profile) ? undefined : 'the profile is not at hand');

  return { version, problemOf, validate: (resource, options) => guarded(() => validate(resource, options)) };
}

/** Several profiles of one resource ask for much the same. */
function distinct(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  if (findings.length < 2) return findings;
  const seen = new Set<string>();
  return findings.filter(({ code, location, rule }) => {
    const key = `${code} ${location?.pointer} ${rule?.replace(/^.*#/, '')}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Reading bytes limits the depth; a resource handed over as an object may still exhaust the stack. */
function guarded(validate: () => ValidationReport): ValidationReport {
  try {
    return validate();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = 'The resource is nested too deeply to be checked';
    return {
      diagnostics: [{ code: 'JSON_TOO_DEEP', severity: 'error', message, location: { pointer: '' } }],
      profiles: [],
    };
  }
}

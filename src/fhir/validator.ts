import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { FhirVersion } from '../model/suite.ts';
import { TimeLimitError, withinTime } from '../model/within-time.ts';
import { distortions, withoutConsequences } from './compile/consequence.ts';
import { PRECOMPILED, precompiledIn } from './compile/precompiled.ts';
import { noSuchResource } from './compile/resource-type.ts';
import type { ObjectRule } from './compile/rule.ts';
import { claimedProfiles, createRuleBook } from './compile/rule-book.ts';
import { createStructureCheck } from './compile/structure.ts';
import { type Definitions, definitionsKey, openDefinitions, problemOf } from './definitions/definitions.ts';
import { withoutVersion } from './definitions/store.ts';
import { createInvariants } from './invariants/invariants.ts';
import { NEEDS_FHIR } from './needs-fhir.ts';
import { isLarge } from './size.ts';
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
  /** Why resources cannot be checked against the profile; undefined when they can. */
  readonly problemOf: (profile: string) => string | undefined;
  /** Profiles are canonical URLs, asked for beside those in `meta.profile`. */
  readonly validate: (resource: JsonObject, options?: ValidationOptions) => ValidationReport;
}

interface ValidationOptions {
  readonly profiles?: readonly string[];
  /** What was found while the resource was read: what follows from it is not reported again. */
  readonly read?: readonly Diagnostic[];
  /** Milliseconds for a large resource; small ones need none, for what may run away has limits of its own. */
  readonly timeLimit?: number;
}

/** A Bundle of 10 000 entries takes about a second. */
const TIME_LIMIT = 30_000;

const validators = new Map<string, Validator>();

/**
 * A validator of one FHIR version, or of none. It reads definitions and compiles rules when a resource first needs them, so the same
 * one is given again for the same definitions, known by the digests of their packages.
 */
export function createValidator(version: FhirVersion | undefined, definitions: Definitions = {}): Validator {
  if (version === undefined) return NOTHING_VALID;
  const key = definitionsKey(version, definitions);
  const known = validators.get(key) ?? newValidator(version, definitions);
  validators.set(key, known);
  return known;
}

/** Without FHIR there are neither profiles nor resources. */
const NOTHING_VALID: Validator = {
  problemOf: () => NEEDS_FHIR.message,
  validate: () => ({ diagnostics: [NEEDS_FHIR], profiles: [] }),
};

/** A validator that shares nothing but the definitions with any other. */
export function newValidator(version: FhirVersion, definitions: Definitions = {}): Validator {
  const store = openDefinitions(version, definitions);
  const terminology = createTerminology(store);
  const book = createRuleBook(store, {
    inValueSet: (valueSet, value) => {
      const membership = boundMembership(terminology, valueSet, value);
      return typeof membership === 'object' ? undefined : membership === 'member';
    },
  });
  const structure = createStructureCheck(book, precompiledIn(PRECOMPILED, version));
  const context = { version, store, book, terminology, structure, invariants: createInvariants(version, book) };

  function validate(
    resource: JsonObject,
    asked: readonly string[],
    read: readonly Diagnostic[],
    found: Diagnostic[],
  ): ValidationReport {
    const rules = book.resourceRules(resource, asked);
    if (rules.length === 0) return { diagnostics: [noSuchResource(book, resource, '')], profiles: [] };
    const misread = distortions(read);
    const faults = withoutConsequences(structure.check(resource, rules), misread);
    for (const fault of faults) found.push(withFhirpath(fault, resource, rules));
    const broken = new BrokenPlaces(resource, [...misread, ...faults]);
    const { findings, profiles } = walkResource(context, resource, rules, asked, broken, found);
    return { diagnostics: distinct(findings), profiles };
  }

  const withFhirpath = (fault: Diagnostic, resource: JsonObject, rules: readonly ObjectRule[]): Diagnostic => {
    const pointer = fault.location?.pointer ?? '';
    return { ...fault, location: { pointer, fhirpath: fhirpathOfPointer(book, resource, rules, pointer) } };
  };

  return {
    problemOf: (profile) => problemOf(store, profile),
    validate: (resource, { profiles = [], read = [], timeLimit = TIME_LIMIT } = {}) => {
      const found: Diagnostic[] = [];
      try {
        if (!isLarge(resource)) return validate(resource, profiles, read, found);
        return withinTime(timeLimit, () => validate(resource, profiles, read, found));
      } catch (cause) {
        return {
          diagnostics: [...distinct(found), stopped(cause, timeLimit)],
          profiles: unknown([...profiles, ...claimedProfiles(resource)]),
        };
      }
    },
  };
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

const unknown = (urls: readonly string[]): readonly CheckedProfile[] =>
  [...new Set(urls.map(withoutVersion))].map((url) => ({ url, checked: 'unknown' }));

/** Reading bytes limits the depth; a resource handed over as an object may still exhaust the stack. */
function stopped(cause: unknown, timeLimit: number): Diagnostic {
  const location = { pointer: '' };
  if (cause instanceof RangeError)
    return {
      code: 'JSON_TOO_DEEP',
      severity: 'error',
      message: 'The resource is nested too deeply to be checked',
      location,
    };
  if (!(cause instanceof TimeLimitError)) throw cause;
  return {
    code: 'TIME_LIMIT',
    severity: 'not-checked',
    message: `Validation was stopped after ${timeLimit} ms; what was found until then is reported, the rest was not checked`,
    location,
  };
}

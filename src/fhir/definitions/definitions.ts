import type { FhirVersion } from '../../model/suite.ts';
import type { ConformancePackage } from '../conformance-package.ts';
import { type LayeredStore, layeredStore } from './layered-store.ts';
import { coreDefinitions } from './store.ts';

/** Definitions beside those of the FHIR specification. */
export interface Definitions {
  readonly packages?: readonly ConformancePackage[];
  /** Official profile URL -> URL of our own differential, used while the official one is not in a package. */
  readonly standIns?: Readonly<Record<string, string>>;
}

/** The same for the same definitions of a version, known by the digests of their packages. */
export const definitionsKey = (version: FhirVersion, { packages = [], standIns = {} }: Definitions): string =>
  JSON.stringify([version, packages.map(({ sha256 }) => sha256), Object.entries(standIns).sort()]);

const stores = new Map<string, LayeredStore>();

/** Finds definitions of the specification and those beside it; each snapshot is made once. */
export function openDefinitions(version: FhirVersion, definitions: Definitions = {}): LayeredStore {
  const { packages = [], standIns = {} } = definitions;
  const key = definitionsKey(version, definitions);
  const store = stores.get(key) ?? layeredStore(coreDefinitions(version), packages, standIns);
  stores.set(key, store);
  return store;
}

/** Why resources cannot be checked against the profile; undefined when they can. */
export const problemOf = (store: LayeredStore, profile: string): string | undefined =>
  store.problem(profile) ?? (store.structure(profile) ? undefined : 'the profile is not at hand');

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { FhirVersion } from '../../model/suite.ts';
import type { StructureDefinition } from './structure-definition.ts';
import type { CodeSystem, ValueSet } from './value-set.ts';

/** Where definitions are looked up. URLs may carry a `|version` suffix, which is ignored. */
export interface DefinitionStore {
  readonly version: FhirVersion;
  /** By canonical URL, or by name for types of the core specification. */
  readonly structure: (urlOrType: string) => StructureDefinition | undefined;
  readonly valueSet: (url: string) => ValueSet | undefined;
  readonly codeSystem: (url: string) => CodeSystem | undefined;
  /** Names of the resource types that can be instantiated. */
  readonly resourceTypes: ReadonlySet<string>;
}

/** Of `<version>.index.json`: for each URL the place of its gzip member in `<version>.jsonl.gz`. */
export interface DefinitionIndex {
  readonly resourceTypes: readonly string[];
  readonly members: Readonly<Record<string, readonly [offset: number, length: number]>>;
}

/** Canonical URLs of the types of the core specification are this and the name. */
export const CORE_PREFIX = 'http://hl7.org/fhir/StructureDefinition/';

export const withoutVersion = (canonical: string): string => {
  const bar = canonical.indexOf('|');
  return bar < 0 ? canonical : canonical.slice(0, bar);
};

const stores = new Map<FhirVersion, DefinitionStore>();

/** The definitions of the core specification; each is read when it is first asked for. */
export function coreDefinitions(version: FhirVersion): DefinitionStore {
  const known = stores.get(version);
  if (known) return known;
  const store = openStore(version);
  stores.set(version, store);
  return store;
}

// The files are written by scripts/definitions.ts in this shape, and their digests are tested.
const readIndex = (version: FhirVersion): DefinitionIndex =>
  JSON.parse(readFileSync(dataFile(`${version}.index.json`), 'utf8')) as DefinitionIndex;

/** Names of the resources and complex data types of the core specification: those that are no profiles of others. */
export function coreTypes(version: FhirVersion): readonly string[] {
  const { structure } = coreDefinitions(version);
  return Object.keys(readIndex(version).members)
    .filter((url) => url.startsWith(CORE_PREFIX))
    .map((url) => url.slice(CORE_PREFIX.length))
    .filter((name) => /^[A-Z][A-Za-z]+$/.test(name) && structure(name)?.constraint !== true);
}

function openStore(version: FhirVersion): DefinitionStore {
  const index = readIndex(version);
  const archive = readFileSync(dataFile(`${version}.jsonl.gz`));
  const loaded = new Map<string, unknown>();

  const load = (url: string): unknown => {
    if (loaded.has(url)) return loaded.get(url);
    const place = Object.hasOwn(index.members, url) ? index.members[url] : undefined;
    const member = place && JSON.parse(gunzipSync(archive.subarray(place[0], place[0] + place[1])).toString());
    loaded.set(url, member);
    return member;
  };

  return {
    version,
    structure: (urlOrType) =>
      load(urlOrType.includes(':') ? withoutVersion(urlOrType) : CORE_PREFIX + urlOrType) as
        | StructureDefinition
        | undefined,
    valueSet: (url) => load(withoutVersion(url)) as ValueSet | undefined,
    codeSystem: (url) => load(`CodeSystem ${withoutVersion(url)}`) as CodeSystem | undefined,
    resourceTypes: new Set(index.resourceTypes),
  };
}

const dataFile = (name: string): URL => new URL(`./data/${name}`, import.meta.url);

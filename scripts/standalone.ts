// Compiles the base types of a FHIR version, and our own profiles for it, to modules in dist; scripts/build.mjs runs it. Takes the version.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { moduleName } from '../src/fhir/compile/precompiled.ts';
import { createRuleBook } from '../src/fhir/compile/rule-book.ts';
import { standaloneModule } from '../src/fhir/compile/standalone.ts';
import { packageFromFiles } from '../src/fhir/conformance-package.ts';
import { layeredStore } from '../src/fhir/definitions/layered-store.ts';
import { CORE_PREFIX, coreDefinitions, coreTypes } from '../src/fhir/definitions/store.ts';
import type { FhirVersion } from '../src/model/suite.ts';

const version = process.argv[2] as FhirVersion;
const folder = `dist/fhir/compile/precompiled/${version}`;
await mkdir(folder, { recursive: true });

const paths = (await readdir('fixtures', { recursive: true })).filter((path) =>
  /^[^/]+\/profiles\/.+\.json$/.test(path),
);
const files = await Promise.all(paths.map(async (path) => [path, await readFile(`fixtures/${path}`)] as const));
const major = version === 'stu3' ? '3.' : '4.';
const forVersion = files.filter(([, bytes]) => String(JSON.parse(bytes.toString()).fhirVersion).startsWith(major));
const { package: own } = packageFromFiles('fixtures', new Map(forVersion), version);

const book = createRuleBook(layeredStore(coreDefinitions(version), [own], {}), { inValueSet: () => undefined });
for (const url of [...coreTypes(version).map((type) => CORE_PREFIX + type), ...own.structures.keys()]) {
  const name = moduleName(url);
  const text = standaloneModule(book, url);
  if (name !== undefined && text !== undefined) await writeFile(`${folder}/${name}.cjs`, text);
}

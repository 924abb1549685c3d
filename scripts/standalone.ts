// Compiles the base types of a FHIR version to modules in dist; scripts/build.mjs runs it. Takes the version.
import { mkdir, writeFile } from 'node:fs/promises';
import { createRuleBook } from '../src/fhir/compile/rule-book.ts';
import { standaloneModule } from '../src/fhir/compile/standalone.ts';
import { coreDefinitions, coreTypes } from '../src/fhir/definitions/store.ts';
import type { FhirVersion } from '../src/model/suite.ts';

const version = process.argv[2] as FhirVersion;
const folder = `dist/fhir/compile/precompiled/${version}`;
await mkdir(folder, { recursive: true });
const book = createRuleBook(coreDefinitions(version), { inValueSet: () => undefined });
for (const type of coreTypes(version)) {
  const text = standaloneModule(book, type);
  if (text !== undefined) await writeFile(`${folder}/${type}.cjs`, text);
}

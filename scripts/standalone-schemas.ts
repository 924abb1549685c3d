// Compiles the schemas of the YAML files to modules in dist; scripts/build.mjs runs it.
import { mkdir, writeFile } from 'node:fs/promises';
import { EVERY_KIND } from '../src/assert/registry.ts';
import { ANSWERS_SCHEMA } from '../src/cli/answers.ts';
import { CONFIG_SCHEMA } from '../src/cli/config.ts';
import { DECISIONS_SCHEMA } from '../src/cli/decisions.ts';
import { moduleName } from '../src/schema/precompiled.ts';
import { standaloneModule } from '../src/schema/standalone.ts';
import { languageSchemas } from '../src/suite/schema/language-schemas.ts';

const folder = 'dist/schema/precompiled';
await mkdir(folder, { recursive: true });
for (const schema of [...Object.values(languageSchemas(EVERY_KIND)), CONFIG_SCHEMA, ANSWERS_SCHEMA, DECISIONS_SCHEMA]) {
  await writeFile(`${folder}/${moduleName(schema)}`, standaloneModule(schema));
}

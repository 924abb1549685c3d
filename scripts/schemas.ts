// Writes the schemas of suites, interfaces and requirements to suites/schema, where editors find them.
import { mkdir, writeFile } from 'node:fs/promises';
import { ASSERTION_KINDS } from '../src/assert/registry.ts';
import { publishedSchemas } from '../src/suite/schema/published.ts';

await mkdir('suites/schema', { recursive: true });
for (const [file, schema] of Object.entries(publishedSchemas(ASSERTION_KINDS))) {
  await writeFile(`suites/schema/${file}`, `${JSON.stringify(schema, null, 2)}\n`);
}

// Writes the published schemas to suites/schema, where editors find them.
import { mkdir, writeFile } from 'node:fs/promises';
import { EVERY_SCHEMA } from './every-schema.ts';

await mkdir('suites/schema', { recursive: true });
for (const [file, schema] of Object.entries(EVERY_SCHEMA)) {
  await writeFile(`suites/schema/${file}`, `${JSON.stringify(schema, null, 2)}\n`);
}

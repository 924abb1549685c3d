import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, it } from 'mocha';
import { EVERY_SCHEMA } from '../../../scripts/every-schema.ts';
import { EVERY_KIND } from '../../assert/registry.ts';
import { readYaml } from '../../schema/read-yaml.ts';
import { publishedSchemas } from './published.ts';

const published = publishedSchemas(EVERY_KIND);
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const accepts = (schema: string, value: unknown): boolean => ajv.compile(published[schema] ?? false)(value);

describe('the published schemas', () => {
  it('are the ones in suites/schema (npm run schemas)', async () => {
    const files = await readdir('suites/schema');
    assert.deepEqual(files.sort(), Object.keys(EVERY_SCHEMA).sort());
    for (const file of files)
      assert.deepEqual(JSON.parse(await readFile(`suites/schema/${file}`, 'utf8')), EVERY_SCHEMA[file], file);
  });

  it('accept our own files as they are written', async () => {
    const files = await readdir('suites', { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.yaml'))) {
      const [, kind = ''] = /([a-z]+)\.yaml$/.exec(file) ?? [];
      const schema = `${kind}.schema.json`;
      const { value } = readYaml(file, await readFile(`suites/${file}`));
      assert.ok(accepts(schema, value), file);
    }
  });

  it('refuse what is none', () => {
    assert.equal(
      accepts('suite.schema.json', { suite: 'a', title: 'a', api: 'a', role: 'provider', tests: [{ id: 1 }] }),
      false,
    );
    assert.equal(accepts('api.schema.json', {}), false);
    assert.equal(accepts('requirements.schema.json', { requirements: [{ id: 'R1' }] }), false);
    assert.equal(accepts('submission.schema.json', { stages: [{ id: 'int' }] }), false);
  });
});

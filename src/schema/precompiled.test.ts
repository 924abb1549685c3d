import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'mocha';
import { EVERY_KIND } from '../assert/registry.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { languageSchemas } from '../suite/schema/language-schemas.ts';
import { compileSchema } from './compile.ts';
import { moduleName, precompiledIn } from './precompiled.ts';
import { readYaml } from './read-yaml.ts';
import { standaloneModule } from './standalone.ts';

const NOWHERE = new URL('file:///nowhere/');

/** Copies of the value, each with one member or item gone, renamed or of another type. */
function* changed(value: JsonValue): Iterable<JsonValue> {
  yield typeof value === 'string' ? 7 : 'x';
  if (Array.isArray(value)) {
    yield [];
    for (const [index, item] of value.entries()) for (const other of changed(item)) yield value.with(index, other);
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      const { [name]: _, ...rest } = value;
      yield rest;
      yield { ...rest, [`${name}x`]: member };
      for (const other of changed(member)) yield { ...value, [name]: other };
    }
  }
}

/** Suppliers write these, so the interface has none. */
const WAIVERS: JsonValue = {
  waivers: ['P5', 'P6', 'P9', 'P10'].map((requirement) => ({
    requirement,
    owner: 'Head of delivery',
    reason: 'Comes with the next release',
    mitigation: 'Bookings are checked by hand',
    expires: '2027-03-31',
  })),
};

/** The YAML files of the interface, by the schema that is theirs. */
async function filesOf(kind: string): Promise<readonly JsonValue[]> {
  if (kind === 'waivers') return [WAIVERS];
  const folder = 'suites/uec-booking';
  const names = await readdir(folder, { recursive: true });
  const own = names.filter((name) => name.endsWith(`.${kind}.yaml`) || name === `${kind}.yaml`);
  return Promise.all(own.map(async (name) => readYaml(name, await readFile(join(folder, name))).value ?? null));
}

describe('schemas compiled ahead', () => {
  let folder: URL;
  const schemas: Readonly<Record<string, JsonObject>> = languageSchemas(EVERY_KIND);
  before(async () => {
    folder = pathToFileURL(`${await mkdtemp(join(tmpdir(), 'assay-schemas-'))}/`);
    for (const schema of Object.values(schemas)) {
      await writeFile(new URL(moduleName(schema), folder), standaloneModule(schema));
    }
  });
  after(() => rm(folder, { recursive: true }));

  for (const [kind, schema] of Object.entries(schemas)) {
    it(`find the same in a file of the kind ${kind} as those compiled at run time`, async () => {
      assert.ok(precompiledIn(folder, schema));
      const ahead = compileSchema(schema, folder);
      const atRunTime = compileSchema(schema, NOWHERE);
      let faults = 0;
      for (const file of await filesOf(kind)) {
        for (const other of [file, ...changed(file)]) {
          const expected = atRunTime(other);
          assert.deepEqual(ahead(other), expected);
          faults += expected.length;
        }
      }
      assert.ok(faults > 5);
    }).timeout(60_000);
  }

  it('are used for exactly the schema that they were made from', () => {
    assert.equal(precompiledIn(folder, { ...schemas.suite, title: 'another' }), undefined);
  });
});

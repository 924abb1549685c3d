import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { changedResource, readCorpus } from '../../../scripts/corpus.ts';
import { FHIR_VERSIONS } from '../../model/suite.ts';
import { schemaDigest } from '../../schema/schema-check.ts';
import { coreDefinitions, coreTypes } from '../definitions/store.ts';
import { precompiledIn } from './precompiled.ts';
import { createRuleBook } from './rule-book.ts';
import { schemaOf } from './schema.ts';
import { standaloneModule } from './standalone.ts';
import { createStructureCheck } from './structure.ts';

for (const version of FHIR_VERSIONS) {
  describe(`checks compiled ahead, ${version}`, () => {
    let folder: string;
    const book = createRuleBook(coreDefinitions(version), { inValueSet: () => undefined });
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'assay-precompiled-'));
      await mkdir(join(folder, version));
      for (const type of coreTypes(version)) {
        await writeFile(join(folder, version, `${type}.cjs`), standaloneModule(book, type) ?? assert.fail(type));
      }
    });
    after(() => rm(folder, { recursive: true }));
    const inFolder = () => precompiledIn(pathToFileURL(`${folder}/`), version);

    it('find the same faults at the same places as those compiled at run time', () => {
      const ahead = createStructureCheck(book, inFolder());
      const atRunTime = createStructureCheck(book);
      let faults = 0;
      for (const entry of readCorpus(version)) {
        for (const resource of [entry.valid, ...entry.faults.map((fault) => changedResource(entry.valid, fault))]) {
          const rules = book.resourceRules(resource);
          const expected = atRunTime.check(resource, rules);
          assert.deepEqual(ahead.check(resource, rules), expected);
          faults += expected.length;
        }
      }
      assert.ok(faults > 50);
    });

    it('are there for every rule of the base types', () => {
      const precompiled = inFolder();
      for (const type of coreTypes(version)) {
        const rule = book.rule(type) ?? assert.fail(type);
        assert.ok(precompiled(rule.key, schemaDigest(schemaOf(rule))), type);
      }
    });

    it('are used for exactly the schema that they were made from, and for no other definition', () => {
      const precompiled = inFolder();
      const rule = book.rule('Patient') ?? assert.fail();
      const schema = schemaOf(rule);
      assert.equal(precompiled(rule.key, schemaDigest({ ...schema, additionalProperties: true })), undefined);
      assert.equal(precompiled('https://example.org/Patient', schemaDigest(schema)), undefined);
      assert.equal(precompiled(`${rule.key}/../Patient`, schemaDigest(schema)), undefined);
    });

    it('are not needed: without them everything is compiled', () => {
      assert.equal(
        precompiledIn(new URL('file:///nowhere/'), version)(book.rule('Patient')?.key ?? '', 'x'),
        undefined,
      );
    });
  });
}

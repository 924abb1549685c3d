import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { FHIR_VERSIONS } from '../../model/suite.ts';
import { coreDefinitions, type DefinitionIndex } from '../definitions/store.ts';
import type { ObjectRule } from './rule.ts';
import { createRuleBook } from './rule-book.ts';
import { schemaOf } from './schema.ts';

describe('every definition of the specification', () => {
  for (const version of FHIR_VERSIONS) {
    it(`compiles, with a schema for each object in it (${version})`, () => {
      const file = new URL(`../definitions/data/${version}.index.json`, import.meta.url);
      const { members } = JSON.parse(readFileSync(file, 'utf8')) as DefinitionIndex;
      const store = coreDefinitions(version);
      const book = createRuleBook(store, { inValueSet: () => undefined });
      const seen = new Set<string>();
      const visit = (rule: ObjectRule): void => {
        if (seen.has(rule.key)) return;
        seen.add(rule.key);
        schemaOf(rule);
        for (const { primitive, inner, type, element } of rule.properties.values()) {
          const below = primitive ? undefined : book.rule(inner ?? type);
          assert.ok(primitive || below || element.max === 0, `${rule.key} ${type}`);
          if (below) visit(below);
        }
      };
      for (const url of Object.keys(members).filter((url) => url.includes('/StructureDefinition/'))) {
        if (store.structure(url)?.kind === 'primitive-type') continue;
        const rule = book.rule(url);
        assert.ok(rule, url);
        visit(rule);
      }
      assert.ok(seen.size > 1000);
    });
  }
});

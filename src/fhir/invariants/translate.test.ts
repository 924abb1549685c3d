import assert from 'node:assert/strict';
import { changedResource, readCorpus } from '../../../scripts/corpus.ts';
import { resourcesIn, specFiles } from '../../../scripts/spec-data.ts';
import type { JsonObject } from '../../model/json.ts';
import { FHIR_VERSIONS, type FhirVersion } from '../../model/suite.ts';
import { createRuleBook } from '../compile/rule-book.ts';
import { createStructureCheck } from '../compile/structure.ts';
import { layeredStore } from '../definitions/layered-store.ts';
import { coreDefinitions } from '../definitions/store.ts';
import { createTerminology } from '../terminology/terminology.ts';
import { BrokenPlaces } from '../walk/broken.ts';
import { walkResource } from '../walk/walk.ts';
import { byHand } from './by-hand.ts';
import { createInvariants, evaluated, translated } from './invariants.ts';
import { shapeOf } from './shape.ts';

interface Comparison {
  evaluations: number;
  readonly constraints: Set<string>;
  readonly differences: Set<string>;
}

/** Evaluates every constraint in both ways while resources are walked. */
function compareOn(version: FhirVersion, resources: readonly JsonObject[]): Comparison {
  const store = layeredStore(coreDefinitions(version), [], {});
  const book = createRuleBook(store, { inValueSet: () => undefined });
  const structure = createStructureCheck(book);
  const comparison: Comparison = { evaluations: 0, constraints: new Set(), differences: new Set() };
  const invariants = createInvariants(version, book, (constraint, site) => {
    const ours = translated(book, constraint, site) ?? byHand(version, constraint);
    const engine = evaluated(version, constraint, site);
    return (value, scope) => {
      const expected = engine(value, scope);
      // Where the engine cannot evaluate the published expression, there is nothing to compare with.
      const given = ours && expected !== undefined ? ours(value, scope) : expected;
      if (given !== undefined) {
        comparison.evaluations += 1;
        comparison.constraints.add(`${constraint.key} ${site.path}`);
      }
      if (given !== expected)
        comparison.differences.add(`${constraint.key}: ${given}, engine ${expected}: ${JSON.stringify(value)}`);
      return given;
    };
  });
  const context = { version, store, book, structure, invariants, terminology: createTerminology(store) };
  for (const resource of resources) {
    const rules = book.resourceRules(resource);
    const faults = structure.check(resource, rules);
    walkResource(context, resource, rules, [], new BrokenPlaces(resource, faults));
  }
  return comparison;
}

const SPEC_FOLDERS: Record<FhirVersion, readonly string[]> = {
  stu3: ['uec-careconnect-stu3', 'gpconnect-appointments-stu3'],
  r4: ['bars-r4', 'pds-fhir-r4'],
};

/** txt-1 and txt-2 share one expression, which says less than their texts; the texts are checked. */
const OWN_READING = /^txt-[12]:/;

describe('translated constraints', () => {
  for (const version of FHIR_VERSIONS) {
    it(`say what the FHIRPath engine says on the whole ${version} corpus`, () => {
      const corpus = readCorpus(version).flatMap(({ valid, faults }) => [
        valid,
        ...faults.map((fault) => changedResource(valid, fault)),
      ]);
      const { evaluations, differences } = compareOn(version, corpus);
      assert.deepEqual(
        [...differences].filter((difference) => !OWN_READING.test(difference)),
        [],
      );
      assert.ok(evaluations > 1000, String(evaluations));
    });

    it(`say what the FHIRPath engine says on published ${version} examples (needs ../shared/spec-data)`, function () {
      const resources = SPEC_FOLDERS[version].flatMap((folder) => resourcesIn(specFiles(folder) ?? new Map()));
      if (resources.length === 0) this.skip();
      const { constraints, differences } = compareOn(
        version,
        resources.map(({ resource }) => resource),
      );
      assert.deepEqual(
        [...differences].filter((difference) => !OWN_READING.test(difference)),
        [],
      );
      assert.ok(constraints.size > 100, String(constraints.size));
    });

    it(`cover all but a few ${version} constraints`, () => {
      const store = coreDefinitions(version);
      const book = createRuleBook(store, { inValueSet: () => undefined });
      const left = new Set<string>();
      let total = 0;
      const seen = new Set<string>();
      const visit = (key: string): void => {
        const rule = book.rule(key);
        if (!rule || seen.has(rule.key)) return;
        seen.add(rule.key);
        const sites = [
          { path: rule.id, shape: { rules: [rule], primitives: [] }, constraints: rule.constraints },
          ...[...rule.properties.values()].map((property) => ({
            path: property.id,
            shape: shapeOf(book, [property]),
            constraints: property.constraints,
          })),
        ];
        for (const site of sites) {
          for (const constraint of site.constraints) {
            total += 1;
            if (!byHand(version, constraint) && !translated(book, constraint, site)) left.add(constraint.key);
          }
        }
        for (const { primitive, inner, type } of rule.properties.values()) if (!primitive) visit(inner ?? type);
      };
      for (const type of store.resourceTypes) visit(type);
      assert.ok(total > 500);
      assert.ok(left.size < 10, [...left].join(' '));
    });
  }
});

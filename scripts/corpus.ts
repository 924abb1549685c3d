// Reads the single-fault corpus: valid resources, and changes (RFC 6902) of each that break one rule or none.
import { readdirSync, readFileSync } from 'node:fs';
import type { JsonObject, JsonValue } from '../src/model/json.ts';
import { FHIR_VERSIONS, type FhirVersion } from '../src/model/suite.ts';

/** A change of the valid resource after which it is still valid. */
export interface Variant {
  readonly title: string;
  readonly change: readonly Operation[];
}

export interface Fault extends Variant {
  readonly code: string;
  /** RFC 6901 pointer of the finding. */
  readonly at: string;
  /** Constraint key, where the fault breaks a constraint. */
  readonly rule?: string;
}

type Operation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: JsonValue }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move'; readonly from: string; readonly path: string };

export interface CorpusEntry {
  /** Resource type, or what the definitions are about. */
  readonly type: string;
  /** Conformance resources that the entry needs beside the specification. */
  readonly definitions?: readonly JsonObject[];
  readonly valid: JsonObject;
  readonly variants?: readonly Variant[];
  readonly faults: readonly Fault[];
  /** Changes after which something cannot be checked, though nothing is wrong. */
  readonly unchecked?: readonly Fault[];
}

/** By the specification alone; of fixtures/fhir. */
export const readCorpus = (version: FhirVersion): readonly CorpusEntry[] => readEntries(`fhir/${version}`);

/** By definitions that each entry brings along; of fixtures/fhir-profiles. An entry is for both versions or names its own. */
export const readProfileCorpus = (version: FhirVersion): readonly CorpusEntry[] =>
  readEntries('fhir-profiles').filter(({ versions = FHIR_VERSIONS }) => versions.includes(version));

/** By the profiles of the interface `uec-booking`, each of which an entry is named after; of fixtures/fhir/uec-booking. */
export const readInterfaceCorpus = (): readonly CorpusEntry[] => readEntries('fhir/uec-booking');

function readEntries(name: string): readonly (CorpusEntry & { readonly versions?: readonly FhirVersion[] })[] {
  const folder = new URL(`../fixtures/${name}/`, import.meta.url);
  return readdirSync(folder)
    .sort()
    .map((file) => ({ type: file.replace('.json', ''), ...JSON.parse(readFileSync(new URL(file, folder), 'utf8')) }));
}

type Mutable = { [key: string]: Mutable } | Mutable[] | string | number | boolean | null;

export function changedResource(valid: JsonObject, { change }: Variant): JsonObject {
  const resource = structuredClone(valid) as Mutable;
  for (const operation of change) apply(resource, operation);
  return resource as JsonObject;
}

function apply(root: Mutable, operation: Operation): void {
  const { parent, key } = placeOf(root, operation.path);
  switch (operation.op) {
    case 'remove':
      take(parent, key);
      return;
    case 'move': {
      const from = placeOf(root, operation.from);
      put(parent, key, take(from.parent, from.key), 'add');
      return;
    }
    default:
      put(parent, key, structuredClone(operation.value) as Mutable, operation.op);
  }
}

function placeOf(root: Mutable, pointer: string): { parent: Mutable; key: string } {
  const segments = pointer.split('/').slice(1);
  const key = segments.pop() ?? '';
  let parent = root;
  for (const segment of segments) parent = (parent as Record<string, Mutable>)[segment] ?? null;
  if (typeof parent !== 'object' || parent === null) throw new Error(`no place ${pointer}`);
  return { parent, key };
}

function take(parent: Mutable, key: string): Mutable {
  const value = (parent as Record<string, Mutable>)[key];
  if (value === undefined) throw new Error(`nothing at ${key}`);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete (parent as Record<string, Mutable>)[key];
  return value;
}

function put(parent: Mutable, key: string, value: Mutable, op: 'add' | 'replace'): void {
  if (Array.isArray(parent) && op === 'add') parent.splice(key === '-' ? parent.length : Number(key), 0, value);
  else (parent as Record<string, Mutable>)[key] = value;
}

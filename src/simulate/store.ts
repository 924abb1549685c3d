import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { SimulatorRules } from '../model/simulator.ts';
import type { FhirVersion } from '../model/suite.ts';
import { type Indexed, indexed } from './search-index.ts';

/** A resource with all its versions, oldest first, and what searches ask of the last one. */
export interface Entry {
  /** `Type/id`. */
  readonly reference: string;
  readonly versions: readonly JsonObject[];
  readonly current: JsonObject;
  readonly index: Indexed;
}

/** Resources of any type in memory. Versions count from 1 and are never forgotten. */
export class Store {
  readonly #search: SimulatorRules['search'];
  readonly #version: FhirVersion | undefined;
  readonly #now: () => Date;
  readonly #types = new Map<string, Map<string, Entry>>();

  constructor(search: SimulatorRules['search'], version: FhirVersion | undefined, now: () => Date) {
    this.#search = search;
    this.#version = version;
    this.#now = now;
  }

  /** Stores the resource as the next version of `type/id`, and returns it as stored. */
  put(type: string, id: string, resource: JsonObject): JsonObject {
    const entries = this.#types.get(type) ?? new Map<string, Entry>();
    this.#types.set(type, entries);
    const versions = entries.get(id)?.versions ?? [];
    const { resourceType: _, id: _id, meta, ...rest } = resource;
    const versioned = {
      ...(isJsonObject(meta) ? meta : {}),
      versionId: String(versions.length + 1),
      lastUpdated: this.#now().toISOString(),
    };
    const current: JsonObject = { resourceType: type, id, meta: versioned, ...rest };
    const index = indexed(current, this.#search[type] ?? {}, this.#version);
    entries.set(id, { reference: `${type}/${id}`, versions: [...versions, current], current, index });
    return current;
  }

  get(type: string, id: string, version?: string): JsonObject | undefined {
    const entry = this.#types.get(type)?.get(id);
    return version === undefined
      ? entry?.current
      : entry?.versions.find((stored) => (stored.meta as JsonObject).versionId === version);
  }

  /** By `Type/id`. */
  entry(reference: string): Entry | undefined {
    const [type = '', id = ''] = reference.split('/');
    return this.#types.get(type)?.get(id);
  }

  /** In the order in which they were first stored. */
  entries(type: string): Iterable<Entry> {
    return this.#types.get(type)?.values() ?? [];
  }
}

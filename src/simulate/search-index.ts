import { evaluate } from '../fhir/fhirpath.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { SearchParameter } from '../model/simulator.ts';
import type { FhirVersion } from '../model/suite.ts';

export type SearchParameters = Readonly<Record<string, SearchParameter>>;

/** What the search parameters of a resource's type select from it: texts for tokens and references, milliseconds for dates. */
export type Indexed = ReadonlyMap<string, readonly (string | number)[]>;

/** Works out once, when a resource is stored, all that searches ask of it. */
export function indexed(resource: JsonObject, parameters: SearchParameters, version: FhirVersion | undefined): Indexed {
  return new Map(
    Object.entries(parameters).flatMap(([name, parameter]) => {
      if (parameter.type === 'chain') return [];
      const found = evaluate(parameter.path, resource, { version });
      const values = 'values' in found ? found.values : [];
      return [[name, values.flatMap((value) => KEYS[parameter.type](value))] as const];
    }),
  );
}

const KEYS: Readonly<Record<'token' | 'reference' | 'date', (value: JsonValue) => readonly (string | number)[]>> = {
  /** A code stands for itself; an identifier or coding can be asked for with and without its system. */
  token: (value) => {
    if (typeof value === 'string') return [value];
    if (!isJsonObject(value)) return [];
    const code = String(value.value ?? value.code ?? '');
    return [code, `${String(value.system ?? '')}|${code}`];
  },
  reference: (value) => (isJsonObject(value) && typeof value.reference === 'string' ? [value.reference] : []),
  date: (value) => {
    const epochMs = Date.parse(String(value));
    return Number.isNaN(epochMs) ? [] : [epochMs];
  },
};

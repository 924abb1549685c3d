import type { Diagnostic } from '../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { hintFor } from '../schema/suggestion.ts';

export interface MergedValues {
  readonly values: JsonObject;
  /** Their pointers are within the configured values. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The interface's values with the configured ones in their place. A configuration can replace what there is; it cannot add. */
export function mergeValues(defaults: JsonObject, configured: JsonObject, pointer = ''): MergedValues {
  const diagnostics: Diagnostic[] = [];
  const values: Record<string, JsonValue> = { ...defaults };
  for (const [name, value] of Object.entries(configured)) {
    const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const byDefault = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
    if (byDefault === undefined) {
      diagnostics.push(
        problem('UNKNOWN_VALUE', `The interface has no value "${name}"`, at, hintFor(name, Object.keys(defaults))),
      );
    } else if (isJsonObject(byDefault) && isJsonObject(value)) {
      const merged = mergeValues(byDefault, value, at);
      values[name] = merged.values;
      diagnostics.push(...merged.diagnostics);
    } else if (isJsonObject(byDefault) || isJsonObject(value)) {
      const message = isJsonObject(byDefault) ? `"${name}" is a group of values` : `"${name}" is a single value`;
      diagnostics.push(problem('WRONG_TYPE', message, at));
    } else values[name] = value;
  }
  return { values, diagnostics };
}

const problem = (
  code: 'UNKNOWN_VALUE' | 'WRONG_TYPE',
  message: string,
  pointer: string,
  hint?: string,
): Diagnostic => ({
  code,
  severity: 'error',
  message,
  ...(hint === undefined ? {} : { hint }),
  location: { pointer },
});

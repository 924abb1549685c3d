import type { Diagnostic } from '../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';

/** The configured values with each `name.path=value` put over them; groups on the way are made when they are missing. */
export function valuesOf(
  configured: JsonObject,
  settings: readonly string[],
): { readonly values: JsonObject } | { readonly problem: Diagnostic } {
  let values = configured;
  for (const setting of settings) {
    const [, path, value] = /^([\w-]+(?:\.[\w-]+)*)=(.*)$/s.exec(setting) ?? [];
    if (path === undefined || value === undefined) return { problem: notASetting(setting) };
    values = withValue(values, path.split('.'), value);
  }
  return { values };
}

function withValue(values: JsonValue | undefined, [name, ...rest]: readonly string[], value: string): JsonObject {
  const group = isJsonObject(values) ? values : {};
  if (name === undefined) return group;
  return { ...group, [name]: rest.length === 0 ? value : withValue(group[name], rest, value) };
}

const notASetting = (setting: string): Diagnostic => ({
  code: 'USAGE',
  severity: 'error',
  message: `--set ${setting} is not name=value`,
  hint: 'For a value within a group write --set patient.family=Marchbank.',
});

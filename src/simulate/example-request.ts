import type { HttpRequest } from '../model/exchange.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { InteractionRule, SimulatorRules } from '../model/simulator.ts';
import { fill } from './conditions.ts';
import type { SimulatorOptions } from './simulator.ts';

/** The request that the example of an interaction describes; a body goes as JSON. */
export function exampleRequest(
  { method, path, example = {} }: InteractionRule,
  { formats }: SimulatorRules,
  { baseUrl, now }: Pick<SimulatorOptions, 'baseUrl' | 'now'>,
): HttpRequest {
  const { parameters = {}, query = {}, body } = example;
  const scope = { now: now().toISOString() };
  const url = new URL(baseUrl.replace(/\/+$/, '') + path.replace(/\{(\w+)\}/g, (_, name) => parameters[name] ?? '-'));
  const filled = fill(query, scope);
  for (const [name, value] of Object.entries(isJsonObject(filled) ? filled : {})) {
    for (const one of listOf(value)) url.searchParams.append(name, String(one));
  }
  const json = Object.entries(formats.bodies).find(([, format]) => format === 'application/fhir+json')?.[0];
  return {
    method,
    url: url.href,
    headers: json === undefined ? [] : [['Content-Type', json]],
    body: body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(fill(body, scope) ?? {}), 'utf8'),
  };
}

const listOf = (value: JsonValue): readonly JsonValue[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]) : [value];

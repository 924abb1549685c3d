import type { HeaderField, HttpRequest } from '../model/exchange.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { Example, FormatRules, InteractionRule, SimulatorRules } from '../model/simulator.ts';
import { fill } from './conditions.ts';
import { markup } from './markup.ts';
import type { SimulatorOptions } from './simulator.ts';

/** The request that the example of an interaction describes. */
export function exampleRequest(
  { method, path, example = {} }: InteractionRule,
  { formats }: SimulatorRules,
  { baseUrl, now }: Pick<SimulatorOptions, 'baseUrl' | 'now'>,
): HttpRequest {
  const { parameters = {}, query = {}, headers = {}, body } = example;
  const scope = { now: now().toISOString() };
  const url = new URL(baseUrl.replace(/\/+$/, '') + path.replace(/\{(\w+)\}/g, (_, name) => parameters[name] ?? '-'));
  const filled = fill(query, scope);
  for (const [name, value] of Object.entries(isJsonObject(filled) ? filled : {})) {
    for (const one of listOf(value)) url.searchParams.append(name, String(one));
  }
  return {
    method,
    url: url.href,
    headers: [
      ...mediaTypeOf(body, formats),
      ...Object.entries(headers).map(([name, value]) => [name, String(value)] as const),
    ],
    body: Buffer.from(typeof body === 'string' ? markup(body, scope) : json(body && fill(body, scope)), 'utf8'),
  };
}

/** Resources go as JSON, and XML as whatever else is read. */
function mediaTypeOf(body: Example['body'], { bodies }: FormatRules): readonly HeaderField[] {
  const isJson = typeof body !== 'string';
  const name = Object.keys(bodies).find((one) => (bodies[one] === 'application/fhir+json') === isJson);
  return name === undefined ? [] : [['Content-Type', name]];
}

const json = (value: JsonValue | undefined): string => (value === undefined ? '' : JSON.stringify(value));

const listOf = (value: JsonValue): readonly JsonValue[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]) : [value];

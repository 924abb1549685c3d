import { broken, type Finding, passed, unreadable } from '../assert/kind.ts';
import { payloadOf } from '../assert/payload.ts';
import { placeholdersOf } from '../message/interpolate.ts';
import { valueAt } from '../message/scope.ts';
import type { Exchange } from '../model/exchange.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { Api, FhirVersion, RequestTemplate } from '../model/suite.ts';
import { type Selected, selected } from './capture.ts';

/** What a lease may take from a response. */
export function leaseCandidates(
  expression: string,
  exchange: Exchange,
  version: FhirVersion | undefined,
  variables: Readonly<Record<string, JsonValue>>,
): Selected {
  return selected(expression, payloadOf(exchange.response, version), version, variables);
}

/**
 * Whether the case has what it wanted to lease: `leased` is what it took. That nothing is left is nobody's fault, and skips the case; `asked`
 * then tells the user with which values there might have been something.
 */
export function checkLease(
  name: string,
  expression: string,
  candidates: Selected,
  leased: JsonValue | undefined,
  asked: readonly string[],
): Finding {
  if ('problem' in candidates) return broken(candidates.problem, expression);
  if ('unreadable' in candidates) return unreadable('response', expression, candidates.unreadable);
  if (leased !== undefined) return passed(`The case took a ${name} for itself`, expression, briefly(leased));
  return {
    verdict: 'skip',
    message: nothingLeft(name, candidates.values.length, asked),
    expected: expression,
    actual: null,
  };
}

function nothingLeft(name: string, offered: number, asked: readonly string[]): string {
  const what =
    offered === 0
      ? `The system under test offers no ${name}`
      : `Each ${name} that the system under test offers (${offered}) is held by another case of this run`;
  if (asked.length === 0) return `${what}: it needs more test data`;
  const fewer = offered === 0 ? '' : ', or run fewer cases at once';
  return `${what}, asked with ${asked.join(', ')}: configure other values, or let it have more test data${fewer}`;
}

/** The configured values in the query of a request, as `service = 1000000001`. */
export function askedWith(send: RequestTemplate, api: Api, values: JsonValue): readonly string[] {
  if (send.kind === 'same') return [];
  const query = { ...api.interactions[send.interaction]?.query, ...send.query };
  const paths = placeholdersOf(query)
    .flatMap(({ path, filters }) => [
      path,
      ...filters.flatMap(({ argument }) => (Array.isArray(argument) ? [argument] : [])),
    ])
    .flatMap(([root, ...below]) => (root === 'values' ? [below] : []));
  return [...new Set(paths.map((path) => `${path.join('.')} = ${String(valueAt(values, path))}`))];
}

const briefly = (value: JsonValue): JsonValue =>
  isJsonObject(value) && typeof value.id === 'string' ? `${String(value.resourceType)}/${value.id}` : value;

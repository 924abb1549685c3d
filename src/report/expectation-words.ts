import { canonicalJson } from '../model/canonical-json.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { AssertionResult } from '../model/result.ts';

/** A value as it stands, or words for it: quoted is what a face of fixed width is for. */
export interface Worded {
  readonly text: string;
  readonly quoted: boolean;
}

type Asked = Pick<AssertionResult, 'kind' | 'expected' | 'says'>;
type Found = Pick<AssertionResult, 'kind' | 'actual' | 'expected'>;

/** What an assertion expects, one wording for all formats; undefined when it expects nothing in particular. */
export function expectationWords({ kind, expected, says }: Asked): Worded | undefined {
  if (says !== undefined) return words(says);
  if (expected === null) return undefined;
  return EXPECTATIONS[kind]?.(expected) ?? quoted(expected);
}

/** What was found instead, or as expected; undefined when there was nothing to find. */
export function foundWords({ kind, actual, expected }: Found): Worded | undefined {
  if (actual === null) return expected === null ? undefined : words(NOTHING[kind] ?? 'nothing');
  return FINDINGS[kind]?.(actual) ?? quoted(actual);
}

/** Both where there is only text; nothing is called so. */
export const comparedWords = (assertion: Asked & Found): { readonly expected: string; readonly found: string } => ({
  expected: expectationWords(assertion)?.text ?? 'nothing in particular',
  found: foundWords(assertion)?.text ?? 'nothing',
});

const words = (text: string): Worded => ({ text, quoted: false });
const quoted = (value: JsonValue): Worded => ({
  text: typeof value === 'string' ? value : canonicalJson(value),
  quoted: true,
});

type Wording = (value: JsonValue) => Worded | undefined;

const EXPECTATIONS: Readonly<Record<string, Wording>> = {
  status: (codes) => words(`status ${either(codes)}`),
  connection: (ways) => words(`the connection is ${listOf(ways).map(wayWords).join(' or ')}`),
  header: (asked) => words(`header ${textOf(asked)}`),
  mediaType: (types) => words(`Content-Type ${either(types)}`),
  resource: (type) => words(`a valid ${textOf(type)}`),
  profile: (name) => words(`a resource that meets the profile ${textOf(name)}`),
  outcome: (asked) => (isJsonObject(asked) ? words(`an OperationOutcome with an ${issueWords(asked)}`) : undefined),
  unchanged: (state) => words(`as before: ${stateWords(state)}`),
  capture: (place) => words(`a value at ${textOf(place)}`),
  lease: (place) => words(`something to use at ${textOf(place)}`),
  needed: (part) => words(textOf(part)),
  fhirpath: (expression) => words(`this holds: ${textOf(expression)}`),
};

const FINDINGS: Readonly<Record<string, Wording>> = {
  status: (code) => words(`status ${textOf(code)}`),
  connection: (way) => words(wayWords(way)),
  resource: (type) => words(aResource(type)),
  profile: (type) => words(aResource(type)),
  outcome: outcomeFound,
  unchanged: (state) => words(stateWords(state)),
  fhirpath: (value) => (value === true ? words('it holds') : untrue(value)),
};

/** What is said where there is nothing. */
const NOTHING: Readonly<Record<string, string>> = {
  status: 'no response',
  header: 'no such header',
  mediaType: 'no Content-Type',
  resource: 'no FHIR resource that can be read',
  profile: 'no FHIR resource that can be read',
  outcome: 'no FHIR resource that can be read',
  fhirpath: 'no FHIR resource that can be read',
  needed: 'it is not there',
  receive: 'no such request',
};

const untrue = (value: JsonValue): Worded =>
  words(Array.isArray(value) && value.length === 0 ? 'nothing to say so' : 'it does not hold');

function outcomeFound(found: JsonValue): Worded {
  if (typeof found === 'string') return words(aResource(found));
  const issues = listOf(found).filter(isJsonObject);
  if (issues.length === 0) return words('an OperationOutcome without issues');
  return words(`an OperationOutcome with ${issues.map((issue) => `an ${issueWords(issue)}`).join(' and ')}`);
}

/** `issue of severity error, code invalid or required, that says "NHS number"`, of what is asked for or was found. */
function issueWords({ severity, code, detailsCode, details, says, diagnostics }: JsonObject): string {
  const given = (value: JsonValue | undefined): value is JsonValue =>
    value !== undefined && value !== null && listOf(value).length > 0;
  const codes = detailsCode ?? details;
  const text = says ?? diagnostics;
  return [
    `issue of severity ${given(severity) ? either(severity) : 'unknown'}`,
    ...(given(code) ? [`code ${either(code)}`] : []),
    ...(given(codes) ? [`details ${either(codes)}`] : []),
    ...(given(text) ? [`that says "${textOf(text)}"`] : []),
  ].join(', ');
}

function wayWords(way: JsonValue): string {
  if (typeof way === 'number') return `answered with status ${way}`;
  return way === 'redirected' ? 'sent on to https' : textOf(way);
}

const aResource = (type: JsonValue): string => {
  const name = textOf(type);
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
};

/** What a probe read: one value, or several. */
const stateWords = (state: JsonValue): string => listOf(state).map(textOf).join(', ');

const listOf = (value: JsonValue): readonly JsonValue[] => (Array.isArray(value) ? (value as JsonValue[]) : [value]);
const either = (value: JsonValue): string => listOf(value).map(textOf).join(' or ');
const textOf = (value: JsonValue): string => (typeof value === 'string' ? value : canonicalJson(value));

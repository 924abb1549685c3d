import { HarnessError } from '../../model/harness-error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import type { ObjectRule, Property } from '../compile/rule.ts';
import { type ElementRules, elementRules, FHIR_NAMESPACE, isAttribute, XHTML_NAMESPACE } from './element-rules.ts';
import { plainDecimal } from './primitive-lexeme.ts';
import { Refusal } from './refusal.ts';
import { isXmlText, readXmlText, withLineFeeds } from './xml-reader.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAME = /^[A-Za-z][A-Za-z0-9]*$/;

/**
 * A resource as FHIR XML (https://hl7.org/fhir/R4/xml.html), elements in the order of their definitions. Members that FHIR
 * does not know are written as their JSON looks, after the others, so that a wrong resource can be sent as XML too.
 *
 * @throws HarnessError COMPOSE_FAILED for what XML cannot hold: control characters, names with spaces, a div that is not
 * well-formed, a `_name` that is no object, a resource without resourceType.
 */
export function writeXml(resource: JsonObject, version: FhirVersion): Uint8Array {
  return new TextEncoder().encode(`${DECLARATION}${resourceElement(resource, elementRules(version), true)}\n`);
}

function resourceElement(resource: JsonObject, rules: ElementRules, isOutermost = false): string {
  const { resourceType, ...members } = resource;
  const type = typeof resourceType === 'string' ? resourceType : '';
  const { attributes, content } = partsOf(members, rules.ofResource(type), rules);
  return elementText(type, isOutermost ? ` xmlns="${FHIR_NAMESPACE}"${attributes}` : attributes, content);
}

interface Parts {
  readonly attributes: string;
  readonly content: string;
}

function partsOf(object: JsonObject, rule: ObjectRule | undefined, rules: ElementRules): Parts {
  let attributes = '';
  let content = '';
  for (const name of elementNames(object, rule)) {
    const value = object[name];
    const isIdOrUrl = rule !== undefined && isAttribute(rule, name);
    if (isIdOrUrl && isScalar(value)) attributes += attribute(name, value);
    else content += elements(name, value, object[`_${name}`], rule?.properties.get(name), rules);
  }
  return { attributes, content };
}

/** Each name once, also when only `_name` is there: those of the rule in its order, then the others. */
function elementNames(object: JsonObject, rule: ObjectRule | undefined): readonly string[] {
  const names = new Set(Object.keys(object).map((name) => name.replace(/^_/, '')));
  const known = [...(rule?.properties.keys() ?? [])].filter((name) => names.has(name));
  return [...new Set([...known, ...names])];
}

function elements(
  name: string,
  value: JsonValue | undefined,
  beside: JsonValue | undefined,
  property: Property | undefined,
  rules: ElementRules,
): string {
  if (!Array.isArray(value) && !Array.isArray(beside)) return oneElement(name, value, beside, property, rules);
  const values = listOf(value);
  const besides = listOf(beside);
  return Array.from({ length: Math.max(values.length, besides.length) }, (_, index) =>
    elements(name, values[index], besides[index], property, rules),
  ).join('');
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value as JsonValue];

function oneElement(
  name: string,
  value: JsonValue | undefined,
  beside: JsonValue | undefined,
  property: Property | undefined,
  rules: ElementRules,
): string {
  if (isJsonObject(value)) return objectElement(name, value, property, rules);
  if (property?.type === 'xhtml' && typeof value === 'string') return divElement(value);
  const shown = value === undefined || value === null ? '' : attribute('value', value as Scalar);
  if (beside === undefined || beside === null) return elementText(name, shown, '');
  if (!isJsonObject(beside)) throw unwritable(`_${name} is no object`);
  const { attributes, content } = partsOf(beside, rules.besideValue, rules);
  return elementText(name, attributes + shown, content);
}

function objectElement(name: string, value: JsonObject, property: Property | undefined, rules: ElementRules): string {
  if (typeof value['resourceType'] === 'string') return elementText(name, '', resourceElement(value, rules));
  const { attributes, content } = partsOf(value, property && rules.below(property), rules);
  return elementText(name, attributes, content);
}

function divElement(div: string): string {
  try {
    const { name, namespace } = readXmlText(withLineFeeds(div));
    if (name === 'div' && namespace === XHTML_NAMESPACE) return div;
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    throw unwritable(`a div is not well-formed: ${cause.message}`, cause);
  }
  throw unwritable('a div is not in the namespace of XHTML');
}

function elementText(name: string, attributes: string, content: string): string {
  if (!NAME.test(name)) throw unwritable(`${JSON.stringify(name)} is no name of an element`);
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

type Scalar = string | number | boolean;

const isScalar = (value: JsonValue | undefined): value is Scalar =>
  value !== undefined && value !== null && typeof value !== 'object';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** White space other than a space is written by number, as readers turn it into spaces otherwise. */
function attribute(name: string, value: Scalar): string {
  const text = typeof value === 'number' ? plainDecimal(value) : String(value);
  if (!isXmlText(text)) throw unwritable(`${JSON.stringify(text)} holds a character that XML does not allow`);
  const escaped = text.replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? `&#${character.charCodeAt(0)};`);
  return ` ${name}="${escaped}"`;
}

const unwritable = (why: string, cause?: unknown): HarnessError =>
  new HarnessError(
    { code: 'COMPOSE_FAILED', severity: 'error', message: `The resource cannot be written as XML: ${why}` },
    cause,
  );

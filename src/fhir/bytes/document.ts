import type { Diagnostic } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import { NEEDS_FHIR } from '../needs-fhir.ts';
import { type ElementRules, elementRules } from './element-rules.ts';

import { jsonOffsets } from './json-positions.ts';
import { readJsonText } from './json-reader.ts';
import type { Format } from './media-type.ts';
import { numberFindings } from './number-lexeme.ts';
import { type Locate, locateBy, positionsIn } from './position.ts';
import { readOrRefuse } from './refusal.ts';
import { decodeText } from './text.ts';
import { readXmlText, withLineFeeds } from './xml-reader.ts';
import { resourceOfXml } from './xml-to-json.ts';

/** A resource read from bytes, in its JSON form whatever the syntax was. */
export interface ResourceDocument {
  readonly resource: JsonObject;
  readonly format: Format;
  /** Position in the bytes of what a JSON pointer into `resource` names. */
  readonly locate: Locate;
}

export interface ResourceReading {
  /** Absent when the bytes are no resource; `diagnostics` then says why. */
  readonly document?: ResourceDocument;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a resource of a version of FHIR; without one there is none. The bytes are untrusted: whatever they are, the answer is a document or findings, never an exception.
 * A document may come with findings: of lost digits, and of faults of the text that its values no longer show.
 */
export function readResource(bytes: Uint8Array, format: Format, version: FhirVersion | undefined): ResourceReading {
  if (version === undefined) return { diagnostics: [NEEDS_FHIR] };
  const decoded = decodeText(bytes, format);
  if ('problem' in decoded) return { diagnostics: [decoded.problem] };
  return format === 'xml' ? readXmlResource(decoded.text, version) : readJsonResource(decoded.text, version);
}

function readJsonResource(text: string, version: FhirVersion): ResourceReading {
  const { value, locate, diagnostics, unusualNumbers = [] } = readJsonText(text);
  if (value === undefined) return { diagnostics };
  if (!isJsonObject(value) || typeof value['resourceType'] !== 'string')
    return { diagnostics: [notAResource(version)] };
  const document: ResourceDocument = { resource: value, format: 'json', locate };
  if (unusualNumbers.length === 0) return { document, diagnostics };
  const rules = elementRules(version);
  const wrong = numberFindings(unusualNumbers, value, jsonOffsets(text), rules, positionsIn(text));
  return { document, diagnostics: [...diagnostics, ...wrong.map((finding) => withFhirpath(finding, value, rules))] };
}

function readXmlResource(source: string, version: FhirVersion): ResourceReading {
  const text = withLineFeeds(source);
  const positionAt = positionsIn(text);
  const outcome = readOrRefuse(positionAt, () => readXmlText(text));
  if ('problem' in outcome) return { diagnostics: [outcome.problem] };
  const rules = elementRules(version);
  const { resource, diagnostics, offsets } = resourceOfXml(outcome.read, text, rules, positionAt);
  if (!resource) return { diagnostics };
  return {
    document: { resource, format: 'xml', locate: locateBy(positionAt, () => offsets) },
    diagnostics: diagnostics.map((finding) => withFhirpath(finding, resource, rules)),
  };
}

function withFhirpath(finding: Diagnostic, resource: JsonObject, rules: ElementRules): Diagnostic {
  const { location } = finding;
  if (location?.pointer === undefined) return finding;
  return { ...finding, location: { ...location, fhirpath: rules.fhirpathOf(resource, location.pointer) } };
}

const notAResource = (version: FhirVersion): Diagnostic => ({
  code: 'NOT_A_RESOURCE',
  severity: 'error',
  message: 'The JSON is not an object with a resourceType',
  rule: `https://hl7.org/fhir/${version.toUpperCase()}/json.html#resources`,
});

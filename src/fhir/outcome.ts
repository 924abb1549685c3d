import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { JsonObject } from '../model/json.ts';

/** Issue types (https://hl7.org/fhir/R4/valueset-issue-type.html); codes not named here are `invalid`. */
const ISSUE_TYPES: Partial<Record<DiagnosticCode, string>> = {
  UNKNOWN_ELEMENT: 'structure',
  PROHIBITED_ELEMENT: 'structure',
  JSON_TYPE: 'structure',
  JSON_SYNTAX: 'structure',
  JSON_DUPLICATE_KEY: 'structure',
  XML_SYNTAX: 'structure',
  NOT_A_RESOURCE: 'structure',
  UNKNOWN_RESOURCE_TYPE: 'structure',
  CHOICE_CONFLICT: 'structure',
  TOO_MANY_VALUES: 'structure',
  TOO_FEW_VALUES: 'required',
  MISSING_ELEMENT: 'required',
  EMPTY_ELEMENT: 'required',
  SLICE_MISSING: 'required',
  PRIMITIVE_FORMAT: 'value',
  VALUE_RANGE: 'value',
  VALUE_TOO_LONG: 'value',
  FIXED_VALUE: 'value',
  PATTERN_VALUE: 'value',
  REFERENCE_FORMAT: 'value',
  REFERENCE_TARGET: 'value',
  REFERENCE_TYPE: 'value',
  INVARIANT: 'invariant',
  BINDING: 'code-invalid',
  UNKNOWN_EXTENSION: 'not-supported',
  UNKNOWN_MODIFIER_EXTENSION: 'extension',
};

const NOT_CHECKED = 'not-supported';

const ISSUE_SEVERITIES: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  information: 'information',
  'not-checked': 'information',
};

/** The findings as an OperationOutcome, valid in both versions; without findings it says so. */
export function operationOutcome(diagnostics: readonly Diagnostic[]): JsonObject {
  const issue = diagnostics.length > 0 ? diagnostics.map(issueOf) : [ALL_OK];
  return { resourceType: 'OperationOutcome', issue };
}

const ALL_OK: JsonObject = { severity: 'information', code: 'informational', diagnostics: 'No issues found' };

function issueOf({ code, severity, message, hint, location, rule }: Diagnostic): JsonObject {
  const source = location?.source;
  const place = source ? [`line ${source.line}, column ${source.column}`] : [];
  const text = [...[message, hint].filter((part) => part !== undefined).map(sentence), rule && `(${rule})`]
    .filter(Boolean)
    .join(' ');
  return {
    severity: ISSUE_SEVERITIES[severity],
    code: severity === 'not-checked' ? NOT_CHECKED : (ISSUE_TYPES[code] ?? 'invalid'),
    details: { coding: [{ system: 'urn:assay:diagnostic', code }], text: message },
    diagnostics: severity === 'not-checked' ? `Not checked: ${text}` : text,
    ...(place.length > 0 && { location: place }),
    ...(location?.fhirpath !== undefined && { expression: [location.fhirpath] }),
  };
}

const sentence = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);

import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { type AssertionKind, failed, passed, unreadable } from './kind.ts';
import type { Payload } from './payload.ts';

interface OutcomeArgs {
  readonly severity: string | readonly string[];
  readonly code?: string | readonly string[];
  readonly detailsCode?: string | readonly string[];
  /** Text that the issue's diagnostics or details.text must contain, ignoring case. */
  readonly says?: string;
}

const textOrList = { anyOf: [{ type: 'string' }, { type: 'array', minItems: 1, items: { type: 'string' } }] } as const;

/** The response is an OperationOutcome of which at least one issue has all that is asked for. */
export const outcome: AssertionKind = {
  kind: 'outcome',
  needsFhir: true,
  argsSchema: {
    type: 'object',
    required: ['severity'],
    additionalProperties: false,
    properties: { severity: textOrList, code: textOrList, detailsCode: textOrList, says: { type: 'string' } },
  },
  looksAt: () => [{ of: 'response', part: 'body' }],
  check: (args, { payload }) => {
    const wanted = args as unknown as OutcomeArgs;
    const { document, diagnostics } = payload.read();
    if (document === undefined) return unreadable('response', args, diagnostics);
    const { resourceType } = document.resource;
    if (resourceType !== 'OperationOutcome') {
      return failed(
        `The response is a ${String(resourceType)}, expected an OperationOutcome`,
        args,
        resourceType ?? null,
      );
    }
    const issues = issuesOf(document.resource);
    const match = issues.find((issue) => meets(issue, wanted));
    const found = issues.map(summary);
    return match === undefined
      ? failed(`No issue is as expected: ${issues.map(inWords).join('; ') || 'there is none'}`, args, found)
      : passed('The OperationOutcome has the issue asked for', args, summary(match));
  },
};

function issuesOf(resource: JsonObject): readonly JsonObject[] {
  return Array.isArray(resource.issue) ? (resource.issue as readonly JsonValue[]).filter(isJsonObject) : [];
}

function meets(issue: JsonObject, wanted: OutcomeArgs): boolean {
  return (
    isOneOf(issue.severity, wanted.severity) &&
    isOneOf(issue.code, wanted.code) &&
    (wanted.detailsCode === undefined || detailsCodes(issue).some((code) => isOneOf(code, wanted.detailsCode))) &&
    (wanted.says === undefined || says(issue).toLowerCase().includes(wanted.says.toLowerCase()))
  );
}

function isOneOf(actual: JsonValue | undefined, wanted: string | readonly string[] | undefined): boolean {
  if (wanted === undefined) return true;
  return typeof actual === 'string' && (typeof wanted === 'string' ? [wanted] : wanted).includes(actual);
}

function detailsCodes(issue: JsonObject): readonly JsonValue[] {
  const coding = isJsonObject(issue.details) ? issue.details.coding : undefined;
  return Array.isArray(coding)
    ? (coding as readonly JsonValue[]).filter(isJsonObject).map(({ code }) => code ?? null)
    : [];
}

function says(issue: JsonObject): string {
  const text = isJsonObject(issue.details) ? issue.details.text : undefined;
  return [issue.diagnostics, text].filter((part) => typeof part === 'string').join(' ');
}

/** What an OperationOutcome says first, to whoever wonders at a status; undefined for any other body. */
export function outcomeText(payload: Payload): string | undefined {
  const resource = payload.read().document?.resource;
  if (resource?.resourceType !== 'OperationOutcome') return undefined;
  const [first] = issuesOf(resource);
  const text = first && (says(first) || [first.code, ...detailsCodes(first)].filter(Boolean).join(' '));
  return text === '' ? undefined : text;
}

/** `error invalid: The NHS number is unknown` */
function inWords(issue: JsonObject): string {
  const codes = [issue.severity, issue.code, ...detailsCodes(issue)]
    .filter((part) => typeof part === 'string')
    .join(' ');
  const text = says(issue);
  return text === '' ? codes : `${codes}: ${text}`;
}

function summary(issue: JsonObject): JsonObject {
  return {
    severity: issue.severity ?? null,
    code: issue.code ?? null,
    details: [...detailsCodes(issue)],
    diagnostics: issue.diagnostics ?? null,
  };
}

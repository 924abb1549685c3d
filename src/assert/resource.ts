import { type AssertionKind, failed, passed, unreadable } from './kind.ts';

/** The response is a readable FHIR resource of the type given. */
export const resource: AssertionKind = {
  kind: 'resource',
  argsSchema: { type: 'string', pattern: '^[A-Z][A-Za-z]+$' },
  check: (args, { payload }) => {
    const type = String(args);
    const { document, diagnostics } = payload.read();
    if (document === undefined) return unreadable('response', type, diagnostics);
    const actual = document.resource.resourceType ?? null;
    if (actual !== type) return failed(`The response is a ${String(actual)}, not a ${type}`, type, actual);
    return { ...passed(`The response is a ${type}`, type, actual), diagnostics };
  },
};

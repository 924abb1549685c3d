import { isError } from '../model/diagnostic.ts';
import { eachOnce, firstOf } from './each-once.ts';
import { type AssertionKind, broken, failed, passed, unreadable } from './kind.ts';

/**
 * The response is a resource of the type given, and valid by the definitions of the interface's FHIR version and by those of
 * the profiles that it claims. What could not be checked is kept with the result; a validation that did not come to its end
 * proves nothing, which is an error.
 */
export const resource: AssertionKind = {
  kind: 'resource',
  argsSchema: { type: 'string', pattern: '^[A-Z][A-Za-z]+$' },
  looksAt: () => [{ of: 'response', part: 'body' }],
  check: (args, { payload, validator }) => {
    const type = String(args);
    const { document, diagnostics } = payload.read();
    if (document === undefined) return unreadable('response', type, diagnostics);
    const actual = document.resource.resourceType ?? null;
    if (actual !== type) return failed(`The response is a ${String(actual)}, expected a ${type}`, type, actual);

    const found = eachOnce([
      ...diagnostics,
      ...validator.validate(document.resource, { read: diagnostics }).diagnostics,
    ]);
    const [first, ...more] = found.filter(isError);
    const stopped = found.find(({ code }) => code === 'TIME_LIMIT');
    if (first === undefined && stopped !== undefined) return { ...broken(stopped, type), diagnostics: found };
    if (first === undefined) return { ...passed(`The response is a valid ${type}`, type, actual), diagnostics: found };
    return { ...failed(`The ${type} is invalid${firstOf(first, more.length)}`, type, actual), diagnostics: found };
  },
};

import { isError } from '../model/diagnostic.ts';
import { eachOnce, firstOf } from './each-once.ts';
import { type AssertionKind, broken, failed, ownSide, passed, unreadable } from './kind.ts';

/**
 * What the system under test sent is a resource of the type given, and valid by the definitions of the interface's FHIR version and by those of
 * the profiles that it claims. What could not be checked is kept with the result; a validation that did not come to its end
 * proves nothing, which is an error.
 */
export const resource: AssertionKind = {
  kind: 'resource',
  needsFhir: true,
  argsSchema: { type: 'string', pattern: '^[A-Z][A-Za-z]+$' },
  looksAt: (_, own) => [{ of: own, part: 'body' }],
  check: (args, { payload, validator, role }) => {
    const type = String(args);
    const own = ownSide(role);
    const { document, diagnostics } = payload.read();
    if (document === undefined) return unreadable(own, type, diagnostics);
    const actual = document.resource.resourceType ?? null;
    if (actual !== type) return failed(`The ${own} is a ${String(actual)}, expected a ${type}`, type, actual);

    const found = eachOnce([
      ...diagnostics,
      ...validator.validate(document.resource, { read: diagnostics }).diagnostics,
    ]);
    const [first, ...more] = found.filter(isError);
    const stopped = found.find(({ code }) => code === 'TIME_LIMIT');
    if (first === undefined && stopped !== undefined) return { ...broken(stopped, type), diagnostics: found };
    if (first === undefined) return { ...passed(`The ${own} is a valid ${type}`, type, actual), diagnostics: found };
    return { ...failed(`The ${type} is invalid${firstOf(first, more.length)}`, type, actual), diagnostics: found };
  },
};

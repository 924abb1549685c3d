import type { Diagnostic } from '../../model/diagnostic.ts';
import { suggestion } from '../../schema/suggestion.ts';
import type { Walk } from './context.ts';
import { type Frame, fieldFrame, locationOf, type Scope } from './frame.ts';

const ID = '[A-Za-z0-9\\-.]{1,64}';

/** `Type/id`, optionally after a base URL and before `/_history/n` (https://hl7.org/fhir/R4/references.html#literal). */
const RESTFUL = new RegExp(`^(?:https?://\\S+/)?([A-Z][A-Za-z]+)/(${ID})(?:/_history/${ID})?(?:#\\S*)?$`);

/** `Type?search`, which a transaction resolves (https://hl7.org/fhir/R4/http.html#trules, STU3 the same). */
const CONDITIONAL = /^([A-Z][A-Za-z]+)\?\S+$/;

/** With a scheme (RFC 3986 section 3.1): where it leads is not told by its form. */
const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:/;

const RULES = {
  stu3: 'https://hl7.org/fhir/STU3/references.html#literal',
  r4: 'https://hl7.org/fhir/R4/references.html#literal',
} as const;

/** The resource type that the form of a reference tells; none may be of that name. */
export const typeInReference = (reference: string, { bundle }: Scope): string | undefined =>
  (RESTFUL.exec(reference) ?? (bundle?.isTransaction ? CONDITIONAL.exec(reference) : null))?.[1];

/** What a URL of that form ends with, but for version and fragment. */
export const typeAndId = (url: string): readonly [type?: string, id?: string] => {
  const [, type, id] = RESTFUL.exec(url) ?? [];
  return type === undefined || id === undefined ? [] : [type, id];
};

export const isAbsolute = (reference: string): boolean => ABSOLUTE.test(reference);

/** A relative reference, not to an entry of the Bundle, that is no `[type]/[id]` of a type that there is. */
export function malformedReference(
  { version, book }: Walk,
  reference: string,
  type: string | undefined,
  frame: Frame,
): Diagnostic {
  const meant = meantReference(reference, book.resourceTypes);
  return {
    code: 'REFERENCE_FORMAT',
    severity: 'error',
    message:
      type === undefined
        ? `"${reference}" is neither [type]/[id] nor an absolute URL`
        : `"${reference}" leads to nothing: there is no resource type ${type}`,
    hint:
      meant === undefined
        ? `[type] is a resource type, [id] 1 to 64 letters, digits, "-" or "."`
        : `Did you mean "${meant}"?`,
    location: locationOf(fieldFrame(frame, 'reference', reference)),
    rule: RULES[version],
  };
}

/** Without what is around it, and with the type that is nearest. */
function meantReference(reference: string, types: ReadonlySet<string>): string | undefined {
  const [, type = '', rest = ''] = /^[\s/]*([A-Za-z]+)(\/.*?)[\s/]*$/.exec(reference) ?? [];
  const meant = types.has(type) ? type : suggestion(type, types);
  return meant !== undefined && RESTFUL.test(meant + rest) ? meant + rest : undefined;
}

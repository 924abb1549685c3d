import { isJsonObject, type JsonValue } from '../../model/json.ts';
import type { Walk } from './context.ts';
import { type Frame, fieldFrame, locationOf } from './frame.ts';
import { isAbsolute, typeAndId } from './reference-format.ts';

const RULES = {
  stu3: 'https://hl7.org/fhir/STU3/bundle-definitions.html#Bundle.entry.fullUrl',
  r4: 'https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.fullUrl',
} as const;

/**
 * A fullUrl is absolute. One that has the form of a resource's address is that of the resource beside it; other URLs and URNs
 * say nothing of it.
 */
export function fullUrlFindings(walk: Walk, entries: JsonValue, bundle: Frame): void {
  if (!Array.isArray(entries)) return;
  entries.forEach((entry, index) => {
    if (!isJsonObject(entry) || typeof entry['fullUrl'] !== 'string' || entry['fullUrl'] === '') return;
    const { fullUrl, resource } = entry;
    const fault = isAbsolute(fullUrl) ? addressFault(walk, fullUrl, resource) : RELATIVE;
    if (!fault) return;
    walk.findings.push({
      code: 'FULL_URL',
      severity: 'error',
      message: `${fullUrl} ${fault.problem}`,
      hint: fault.hint,
      location: locationOf(fieldFrame(fieldFrame(bundle, 'entry', entry, index), 'fullUrl', fullUrl)),
      rule: RULES[walk.version],
    });
  });
}

interface UrlFault {
  readonly problem: string;
  readonly hint: string;
}

const RELATIVE: UrlFault = {
  problem: 'is not absolute',
  hint: 'Write the whole address, or urn:uuid: and a UUID',
};

function addressFault({ book }: Walk, fullUrl: string, resource: JsonValue | undefined): UrlFault | undefined {
  if (!isJsonObject(resource)) return undefined;
  const { resourceType, id } = resource;
  const [type, lastPart] = typeAndId(fullUrl);
  const isAddress = [type, resourceType].every((name) => book.resourceTypes.has(String(name)));
  if (!isAddress || typeof id !== 'string' || (type === resourceType && lastPart === id)) return undefined;
  const own = `${resourceType}/${id}`;
  return { problem: `is not the address of the resource beside it, ${own}`, hint: `It ends with ${own}` };
}

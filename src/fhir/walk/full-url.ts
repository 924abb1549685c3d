import { isJsonObject, type JsonValue } from '../../model/json.ts';
import type { Walk } from './context.ts';
import { type Frame, fieldFrame, locationOf } from './frame.ts';
import { typeAndId } from './reference-format.ts';

const RULES = {
  stu3: 'https://hl7.org/fhir/STU3/bundle-definitions.html#Bundle.entry.fullUrl',
  r4: 'https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.fullUrl',
} as const;

/** A fullUrl that has the form of a resource's address is that of the resource beside it; other URLs and URNs say nothing of it. */
export function fullUrlFindings(walk: Walk, entries: JsonValue, bundle: Frame): void {
  if (!Array.isArray(entries)) return;
  entries.forEach((entry, index) => {
    if (!isJsonObject(entry) || !isJsonObject(entry['resource']) || typeof entry['fullUrl'] !== 'string') return;
    const { fullUrl } = entry;
    const { resourceType, id } = entry['resource'];
    const [type, lastPart] = typeAndId(fullUrl);
    const isAddress = [type, resourceType].every((name) => walk.book.resourceTypes.has(String(name)));
    if (!isAddress || typeof id !== 'string') return;
    if (type === resourceType && lastPart === id) return;
    walk.findings.push({
      code: 'FULL_URL',
      severity: 'error',
      message: `${fullUrl} is not the address of the resource beside it, ${resourceType}/${id}`,
      location: locationOf(fieldFrame(fieldFrame(bundle, 'entry', entry, index), 'fullUrl', fullUrl)),
      rule: RULES[walk.version],
    });
  });
}

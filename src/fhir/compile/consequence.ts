import { type Diagnostic, isError } from '../../model/diagnostic.ts';

/**
 * Findings of reading after which the resource is not what its document means: something was left out or misread. Elements
 * out of order are still there, and lost digits are no error.
 */
export const distortions = (read: readonly Diagnostic[]): readonly Diagnostic[] =>
  read.filter((finding) => isError(finding) && finding.code !== 'XML_ELEMENT_ORDER');

/**
 * One fault is reported once. Left out are a second one at the same place (a value may break several rules, or one rule of
 * several profiles); an element that is missing, as it is there under a wrong name; and what is empty because reading found
 * a fault in it.
 */
export function withoutConsequences(
  faults: readonly Diagnostic[],
  read: readonly Diagnostic[] = [],
): readonly Diagnostic[] {
  if (faults.length === 0 || faults.length + read.length === 1) return faults;
  const misnamed = new Set([...read, ...faults].filter(({ code }) => code === 'UNKNOWN_ELEMENT').map(meantPlace));
  const emptied = new Set(read.flatMap((finding) => placesAround(placeOf(finding))));
  const seen = new Set(read.map(placeOf));
  return faults.filter((fault) => {
    if (fault.code === 'MISSING_ELEMENT' && misnamed.has(meantPlace(fault))) return false;
    const place = placeOf(fault);
    if (fault.code === 'EMPTY_ELEMENT' && emptied.has(place)) return false;
    return !seen.has(place) && seen.add(place);
  });
}

/** A value and what stands beside it as `_name` are in one place. */
const placeOf = ({ location }: Diagnostic): string => (location?.pointer ?? '').replaceAll('/_', '/');

/** The object that lacks the element or has it under another name, and the element's own name. */
function meantPlace(fault: Diagnostic): string {
  const [, element] = /([^.#]*)$/.exec(fault.rule ?? '') ?? [];
  return `${above(placeOf(fault))} ${element}`;
}

const above = (place: string): string => place.slice(0, Math.max(0, place.lastIndexOf('/')));

function placesAround(place: string): readonly string[] {
  const places = [];
  for (let around = place; around !== ''; around = above(around)) places.push(around);
  return places;
}

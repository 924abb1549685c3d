import type { Kind } from './stand-ins.ts';

/** A Patient in FHIR XML, up to the first end tag of its name. */
const PATIENT = /<(?:\w+:)?Patient[\s>].*?<\/(?:\w+:)?Patient>/gs;

/** Identifying elements of it; the group `value` is replaced. */
const IDENTIFYING: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [/<(?:family|given)\s+value="(?<value>[^"]*)"/g, 'name'],
  [/<birthDate\s+value="(?<value>[^"]*)"/g, 'birth-date'],
  [/<(?:line|city|district)\s+value="(?<value>[^"]*)"/g, 'address'],
  [/<postalCode\s+value="(?<value>[^"]*)"/g, 'postcode'],
  [/(?<=<telecom>(?:(?!<\/telecom>).){0,200})<value\s+value="(?<value>[^"]*)"/gs, 'phone'],
];

/** The text with every identifying value of every Patient in it passed through `replace`. */
export function replaceInXmlPatients(text: string, replace: (kind: Kind, original: string) => string): string {
  return text.replace(PATIENT, (patient) =>
    IDENTIFYING.reduce(
      (changed, [pattern, kind]) =>
        changed.replace(pattern, (found: string, value: string) =>
          found.replace(`"${value}"`, () => `"${replace(kind, value)}"`),
        ),
      patient,
    ),
  );
}

import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FhirVersion } from '../../model/suite.ts';
import type { Position } from './position.ts';
import { findingAt } from './refusal.ts';

/** A document of nothing but faults must not cost more than one that is right. */
const MAX_FINDINGS = 1000;

const RULES: Readonly<Record<FhirVersion, string>> = {
  stu3: 'https://hl7.org/fhir/STU3/xml.html',
  r4: 'https://hl7.org/fhir/R4/xml.html',
};

/** Findings in a document, the first thousand. */
export interface XmlFindings {
  readonly version: FhirVersion;
  readonly all: Diagnostic[];
  readonly positionAt: (offset: number) => Position;
}

/** Adds an error; `pointer` names the object that holds what is wrong, as that has no place in JSON itself. */
export function findInXml(
  { version, all, positionAt }: XmlFindings,
  place: { readonly offset: number; readonly pointer: string },
  code: Diagnostic['code'],
  message: string,
  guess: () => string | undefined = () => undefined,
): void {
  if (all.length >= MAX_FINDINGS) return;
  const meant = guess();
  const hint = meant === undefined ? {} : { hint: `Did you mean "${meant}"?` };
  const finding = { code, severity: 'error' as const, message, ...hint, rule: RULES[version] };
  all.push(findingAt(positionAt(place.offset), finding, { pointer: place.pointer }));
}

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

export type XmlFault = Pick<Diagnostic, 'code' | 'message' | 'hint' | 'rule'>;

interface PlacedFault extends XmlFault {
  /** Where it is, or would be, in the JSON form. */
  readonly pointer: string;
}

/** Adds an error; without a rule of its own it is one of the XML format. */
export function findInXml({ version, all, positionAt }: XmlFindings, offset: number, fault: () => PlacedFault): void {
  if (all.length >= MAX_FINDINGS) return;
  const { pointer, ...told } = fault();
  all.push(findingAt(positionAt(offset), { rule: RULES[version], ...told, severity: 'error' }, { pointer }));
}

import type { Diagnostic } from '../model/diagnostic.ts';

/** What is asked can be answered of FHIR alone, and the interface does not speak it. */
export const NEEDS_FHIR: Diagnostic = {
  code: 'NEEDS_FHIR',
  severity: 'error',
  message: 'This needs FHIR, and the interface names no FHIR version',
  hint: 'XML is looked at with xpath; an interface that speaks FHIR says so in api.yaml, as fhir: stu3.',
};

import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import { isNhsNumber, nhsDigits } from '../redact/nhs-number.ts';
import { textsIn } from './texts-in.ts';

/** Values that are meant to be NHS numbers, by their names: a logical id of ten digits may pass the check digit by chance. */
const NAMES_A_PATIENT = /nhs[-_]?(?:number|no)$/i;

/** Numbers that begin so are kept for tests, and belong to nobody (NHS Data Dictionary, NHS NUMBER). */
const FOR_TESTS = /^999/;

/** NHS numbers among the values that could be somebody's, in the order of their digits. */
export const patientsOutsideTests = (values: JsonObject): readonly string[] =>
  [...new Set(outsideTests(values).map(({ text }) => nhsDigits(text)))].sort();

const outsideTests = (values: JsonObject) =>
  textsIn(values).filter(
    ({ name, text }) => NAMES_A_PATIENT.test(name) && isNhsNumber(text) && !FOR_TESTS.test(nhsDigits(text)),
  );

/**
 * Those of them that nobody declares. Environments of the NHS have test patients with numbers of the common range,
 * which nobody can tell from real ones: the user declares them under `testPatients`. Nothing is sent otherwise.
 */
export function undeclaredPatients(values: JsonObject, testPatients: readonly string[]): readonly Diagnostic[] {
  const declared = new Set(testPatients.map(nhsDigits));
  return outsideTests(values)
    .filter(({ text }) => !declared.has(nhsDigits(text)))
    .map(({ pointer }) => ({
      code: 'PATIENT_NOT_DECLARED',
      severity: 'error',
      message: 'This NHS number is outside the range for tests, and may be that of a real person',
      hint: 'Use an invented patient whose number begins with 999; or, if it is a test patient of the environment, list it under testPatients.',
      location: { pointer },
    }));
}

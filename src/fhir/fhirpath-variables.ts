/** Texts, delimited names and comments, in which a percent sign means nothing. */
const NOT_CODE = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
const VARIABLE = /%([A-Za-z_][A-Za-z0-9_]*)/g;

/** What every FHIRPath engine knows (https://hl7.org/fhir/STU3/fhirpath.html#vars), and the time of the exchange, which ours adds: as a text, and in seconds. */
const BUILT_IN = ['context', 'resource', 'rootResource', 'ucum', 'sct', 'loinc', 'startedAt', 'startedAtEpoch'];

/** The variables, as `%slot`, that an expression takes from its case. */
export function variablesOf(expression: string): readonly string[] {
  const code = expression.replaceAll(NOT_CODE, "''");
  return [...code.matchAll(VARIABLE)].map(([, name = '']) => name).filter((name) => !BUILT_IN.includes(name));
}

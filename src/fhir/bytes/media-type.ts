/** The two syntaxes of a resource that this project reads. */
export type Format = 'json' | 'xml';

/** Media types of FHIR STU3 and R4, the plain ones that servers use for them, and those of DSTU2. */
const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['application/fhir+json', 'json'],
  ['application/json', 'json'],
  ['text/json', 'json'],
  ['application/json+fhir', 'json'],
  ['application/fhir+xml', 'xml'],
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
  ['application/xml+fhir', 'xml'],
]);

/** The syntax that a Content-Type declares (https://hl7.org/fhir/STU3/http.html#mime-type); undefined for any other type. */
export function formatOfMediaType(contentType: string | undefined): Format | undefined {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  return type === undefined ? undefined : FORMATS.get(type);
}

import type { PDFDocument } from 'pdfkit';
import { fileString } from './page/file-string.ts';

const NAME = 'results.json';
/** `application/json` as a name (ISO 32000-1 section 7.3.5). */
const MEDIA_TYPE = 'application#2Fjson';

/**
 * Attaches results.json as what the report is made from (ISO 19005-3 section 6.8, ISO 32000-1 section 7.11). That it is the one of the
 * bundle is said by its SHA-256, among the facts of the report; pdfkit's own way would take an MD5 of it, slowly.
 */
export function attachResults(document: PDFDocument, results: Uint8Array, at: Date): void {
  const file = document.ref({
    Type: 'EmbeddedFile',
    Subtype: MEDIA_TYPE,
    Params: { CreationDate: at, ModDate: at, Size: results.length },
  });
  file.end(results);
  const specification = document.ref({
    Type: 'Filespec',
    AFRelationship: 'Source',
    F: fileString(NAME),
    UF: fileString(NAME),
    EF: { F: file },
    Desc: fileString('The result of the run, from which this report is made'),
  });
  specification.end();
  document.addNamedEmbeddedFile(NAME, specification);
  document._root.data.AF = [specification];
}

import { zlibSync } from 'fflate';
import { PDFDocument, type Reference } from 'pdfkit';

/**
 * A document whose streams are deflated by code of ours: the zlib within Node differs between its builds and machines, and so would the
 * bytes of the same report.
 */
export class SameBytesDocument extends PDFDocument {
  override ref(data?: object): Reference {
    const reference = super.ref(data);
    const finalize = reference.finalize.bind(reference);
    reference.finalize = () => {
      if (reference.compress && reference.buffer.length > 0) {
        reference.buffer = [zlibSync(Buffer.concat(reference.buffer), { level: 3 })];
        reference.compress = false;
      }
      finalize();
    };
    return reference;
  }

  /** The one form that there is, for a signature, has no text and hence none of the fonts that would be written here. */
  override endAcroForm(): this {
    return this;
  }
}

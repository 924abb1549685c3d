import { zlibSync } from 'fflate';
import { PDFDocument, type Reference } from 'pdfkit';

/** Lines of a stream that are kept as text until they become bytes together: each by itself would be an array of a few bytes. */
const MOST_LINES = 1_000;

/**
 * A document whose streams are deflated by code of ours: the zlib within Node differs between its builds and machines, and so would the
 * bytes of the same report.
 */
export class SameBytesDocument extends PDFDocument {
  override ref(data?: object): Reference {
    const reference = super.ref(data);
    const write = reference.write.bind(reference);
    const finalize = reference.finalize.bind(reference);
    let lines: string[] = [];
    const writeLines = () => {
      if (lines.length > 0) write(Buffer.from(`${lines.join('\n')}\n`, 'latin1'));
      lines = [];
    };
    reference.write = (chunk) => {
      const isLine = typeof chunk === 'string';
      if (isLine) lines.push(chunk);
      if (!isLine || lines.length === MOST_LINES) writeLines();
      if (!isLine) write(chunk);
    };
    reference.finalize = () => {
      writeLines();
      if (reference.compress && reference.buffer.length > 0) {
        reference.buffer = [zlibSync(Buffer.concat(reference.buffer), { level: 2 })];
        reference.compress = false;
      }
      finalize();
    };
    return reference;
  }

  /** In one operator (ISO 32000-1 table 74), where pdfkit names the colour space each time and writes seventeen decimals. */
  override fillColor(colour: string): this {
    return this.addContent(`${components(colour)} rg`);
  }

  override strokeColor(colour: string): this {
    return this.addContent(`${components(colour)} RG`);
  }

  /** A line that is laid out already, on its baseline. */
  override text(line: string, x: number, base: number): this {
    return super.text(line, x, base, AS_LAID_OUT);
  }

  /**
   * No text may look as if it were a signature, which is looked for by the bytes `/ByteRange`: in a string, where no line begins,
   * its solidus is written by its number (ISO 32000-1 section 7.3.4.2).
   */
  override _write(data: string | Uint8Array): void {
    super._write(typeof data === 'string' ? data.replace(/(?<!\n)\/ByteRange/g, '\\057ByteRange') : data);
  }

  /** Where a text ends is laid out before: pdfkit would measure each twice again, for nothing that is asked for here. */
  override widthOfString(): number {
    return 0;
  }

  /** The one form that there is, for a signature, has no text and hence none of the fonts that would be written here. */
  override endAcroForm(): this {
    return this;
  }
}

/** Naming features, be it none, has pdfkit set the line at once instead of word by word, as it was measured. */
const AS_LAID_OUT = { lineBreak: false, baseline: 'alphabetic', features: [], wordCount: 1 } as const;

/** Red, green and blue of `#rrggbb` from 0 to 1: three decimals tell 256 of each apart. */
const components = (colour: string): string =>
  [1, 3, 5].map((at) => (Number.parseInt(colour.slice(at, at + 2), 16) / 255).toFixed(3)).join(' ');

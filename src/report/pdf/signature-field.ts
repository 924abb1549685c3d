import type { PDFDocument, Reference } from 'pdfkit';
import { fileString } from './page/file-string.ts';

/** Room for the signature, the certificates of its signer and a time-stamp token with those of its authority. */
const ROOM_BYTES = 16_384;
/** Stands for a number until the length of the file is known. */
const UNKNOWN = 9_999_999_999;
/** An empty rectangle beside the page: the field is not seen, and is no content that would have to be read out. */
const NOWHERE = [-1, -1, -1, -1];
/** Print and Locked (ISO 32000-1 table 165). PDF/A asks for the first. */
const FLAGS = 4 + 128;

/**
 * Adds an empty signature over the whole file that allows no change after it (ISO 32000-1 section 12.8), in the form of PAdES
 * (ETSI EN 319 142-1 section 6.3). Gives its object, by which `withByteRange` finds it.
 */
export function addSignatureField(document: PDFDocument, signedAt: Date): Reference {
  const signature = document.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    ByteRange: [0, UNKNOWN, UNKNOWN, UNKNOWN],
    Contents: new Uint8Array(ROOM_BYTES),
    M: signedAt,
    Reference: [{ Type: 'SigRef', TransformMethod: 'DocMDP', TransformParams: NO_CHANGES }],
  });
  document.switchToPage(0);
  const { page } = document;
  const field = document.ref({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    T: fileString('Seal'),
    TU: fileString('Signature of whoever sealed the evidence'),
    V: signature,
    P: page.dictionary,
    F: FLAGS,
    Rect: NOWHERE,
  });
  page.annotations.push(field);
  // Of a form: signatures exist, and the file is only to be appended to.
  document._root.data.AcroForm = { Fields: [field], SigFlags: 3 };
  document._root.data.Perms = { DocMDP: signature };
  signature.end();
  field.end();
  return signature;
}

const NO_CHANGES = { Type: 'TransformParams', P: 1, V: '1.2' };

/** The finished file with the range of the bytes that are signed: all but the value of Contents. */
export function withByteRange(file: Buffer, { offset }: Reference): Buffer {
  const range = `/ByteRange [0 ${UNKNOWN} ${UNKNOWN} ${UNKNOWN}]`;
  const at = file.indexOf(range, offset);
  const start = file.indexOf('<', file.indexOf('/Contents', at));
  const end = start + 2 + 2 * ROOM_BYTES;
  const filled = Buffer.from(file);
  filled.write(`/ByteRange [0 ${[start, end, file.length - end].map(padded).join(' ')}]`, at, 'latin1');
  return filled;
}

const padded = (number: number): string => String(number).padStart(String(UNKNOWN).length, '0');

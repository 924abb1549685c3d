/** Where the signature of a PDF stands, in bytes from its start: `<` at `start`, behind `>` at `end`. */
export interface SignatureGap {
  readonly start: number;
  readonly end: number;
}

const BYTE_RANGE = /\/ByteRange \[0 (\d{10}) (\d{10}) (\d{10})\]/g;

/**
 * The one gap of a file that is signed as reports are: the signed bytes run from the first to the last, and between them lies
 * nothing but the value of Contents. Undefined when nothing claims to be signed; `broken` when it is signed in any other way.
 * ISO 32000-1 section 12.8.1.
 */
export function signatureGap(pdf: Buffer): SignatureGap | 'broken' | undefined {
  const text = pdf.toString('latin1');
  if (!text.includes('/ByteRange')) return undefined;
  const [range, ...more] = text.matchAll(BYTE_RANGE);
  if (range === undefined || more.length > 0) return 'broken';
  const [start = 0, end = 0, rest = 0] = range.slice(1).map(Number);
  const before = text.slice(range.index + range[0].length, start);
  const covered = end + rest === pdf.length && before === '\n/Contents ';
  return covered && /^<[0-9a-f]+>$/.test(text.slice(start, end)) ? { start, end } : 'broken';
}

/** What is signed: everything but the gap. */
export const signedBytes = (pdf: Buffer, { start, end }: SignatureGap): Buffer =>
  Buffer.concat([pdf.subarray(0, start), pdf.subarray(end)]);

/** The file with its signature taken out: what it was before it was signed. */
export function blanked(pdf: Buffer, { start, end }: SignatureGap): Buffer {
  const blank = Buffer.from(pdf);
  blank.fill('0', start + 1, end - 1);
  return blank;
}

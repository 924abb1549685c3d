/** One value in the distinguished encoding of ASN.1 (ITU-T X.690). */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x30,
  /** Explicit context tag 0, constructed; the others follow. */
  context0: 0xa0,
  context3: 0xa3,
} as const;

/**
 * The one value that the bytes are.
 * @throws RangeError when bytes follow it or its length is not in the shortest form.
 */
export function readDer(bytes: Buffer): DerValue {
  const [only, ...more] = readDerValues(bytes);
  if (only === undefined || more.length > 0) throw new RangeError('Not exactly one DER value');
  return only;
}

/** The members of a constructed value. @throws RangeError when they are malformed or the value has another tag. */
export function membersOf(value: DerValue | undefined, tag: number = TAG.sequence): readonly DerValue[] {
  return readDerValues(contentOf(value, tag));
}

/** @throws RangeError when there is no such value or it has another tag. */
export function contentOf(value: DerValue | undefined, tag: number): Buffer {
  if (value?.tag !== tag) throw new RangeError(`Expected the DER tag ${tag}`);
  return value.content;
}

function readDerValues(bytes: Buffer): readonly DerValue[] {
  const values: DerValue[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes.readUInt8(at);
    if ((tag & 0x1f) === 0x1f) throw new RangeError('DER tags of several bytes are not used here');
    const { length, start } = readLength(bytes, at + 1);
    if (start + length > bytes.length) throw new RangeError('A DER value ends before its length says');
    values.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return values;
}

/** X.690 section 10.1: the definite form in the fewest bytes. */
function readLength(bytes: Buffer, at: number): { readonly length: number; readonly start: number } {
  const first = bytes.readUInt8(at);
  if (first < 0x80) return { length: first, start: at + 1 };
  const size = first & 0x7f;
  if (size === 0 || size > 4) throw new RangeError('A DER length is indefinite or too long');
  const length = bytes.readUIntBE(at + 1, size);
  if (length < 0x80 || length < 2 ** (8 * (size - 1))) throw new RangeError('A DER length is not in its shortest form');
  return { length, start: at + 1 + size };
}

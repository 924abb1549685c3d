/** One value in the distinguished encoding of ASN.1 (ITU-T X.690). */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  /** All of it, with tag and length. */
  readonly raw: Buffer;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  none: 0x05,
  oid: 0x06,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** Explicit context tag 0, constructed; the others follow. */
  context0: 0xa0,
  context1: 0xa1,
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

/** The one member of a constructed value. @throws RangeError when it has another number of them or another tag. */
export const memberOf = (value: DerValue | undefined, tag: number = TAG.sequence): DerValue =>
  readDer(contentOf(value, tag));

/** An object identifier, as its content in hex. @throws RangeError when it is none. */
export const oidOf = (value: DerValue | undefined): string => contentOf(value, TAG.oid).toString('hex');

function readDerValues(bytes: Buffer): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const value = readFirstDer(rest);
    values.push(value);
    rest = rest.subarray(value.raw.length);
  }
  return values;
}

/** The value that the bytes begin with. @throws RangeError when it is malformed. */
export function readFirstDer(bytes: Buffer): DerValue {
  const tag = bytes.readUInt8(0);
  if ((tag & 0x1f) === 0x1f) throw new RangeError('DER tags of several bytes are not used here');
  const { length, start } = readLength(bytes, 1);
  const end = start + length;
  if (end > bytes.length) throw new RangeError('A DER value ends before its length says');
  return { tag, content: bytes.subarray(start, end), raw: bytes.subarray(0, end) };
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

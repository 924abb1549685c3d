import { TAG } from '../format/der.ts';

/** A value in the distinguished encoding of ASN.1 (ITU-T X.690): tag, shortest length, contents. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

export const sequence = (...members: readonly Uint8Array[]): Buffer => der(TAG.sequence, ...members);

/** Section 11.6: the members of a set stand in the order of their bytes. */
export const setOf = (members: readonly Uint8Array[], tag: number = TAG.set): Buffer =>
  der(tag, ...[...members].sort(Buffer.compare));

/** An object identifier, given as its content in hex. */
export const oid = (hex: string): Buffer => der(TAG.oid, Buffer.from(hex, 'hex'));

/** A number below 128. */
export const small = (number: number): Buffer => der(TAG.integer, Buffer.from([number]));

export const octets = (bytes: Uint8Array): Buffer => der(TAG.octetString, bytes);

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

import { type KeyObject, sign } from 'node:crypto';
import { readCertificate } from '../format/certificate.ts';
import { contentOf, membersOf, readDer, TAG } from '../format/der.ts';
import { preAuthEncoding, type Signed } from '../format/dsse.ts';
import { HALF_ORDER_OF_P256, parametersOf, type SignatureScheme } from '../format/signature.ts';
import type { Signer } from './signer.ts';
import { der, sequence } from './write-der.ts';

/** ECDSA signatures are DER (RFC 3279 section 2.2.3); RSA-PSS has a salt as long as its digest (RFC 8017 section 9.1). */
export function signWith(scheme: SignatureScheme, key: KeyObject, data: Uint8Array): Uint8Array {
  const { hash, ...options } = parametersOf(scheme);
  return canonicalSignature(scheme, sign(hash, data, { key, ...options }));
}

/** A payload with its signature. Tokens and services that sign may give either of two values; what is sealed is always the lower. */
export async function signEnvelope(payloadType: string, payload: Uint8Array, signer: Signer): Promise<Signed> {
  const signature = await signer.sign(preAuthEncoding(payloadType, payload));
  const [own = new Uint8Array()] = signer.certificateChain;
  return { payload, signature: canonicalSignature(readCertificate(own)?.scheme, signature) };
}

/** The one of the two signatures that ECDSA takes for one which seals bear; throws when it is none. */
export function canonicalSignature(scheme: SignatureScheme | undefined, signature: Uint8Array): Uint8Array {
  if (scheme !== 'ecdsa-p256-sha256') return signature;
  const [r, s] = membersOf(readDer(Buffer.from(signature)));
  const value = BigInt(`0x${contentOf(s, TAG.integer).toString('hex')}`);
  if (r === undefined || value <= HALF_ORDER_OF_P256) return signature;
  const lower = HALF_ORDER_OF_P256 * 2n + 1n - value;
  const hex = lower.toString(16).padStart(64, '0');
  return sequence(r.raw, der(TAG.integer, shortest(Buffer.from(`00${hex}`, 'hex'))));
}

/** A number that is not negative in the fewest bytes, of which the first bit is none of it. */
function shortest(number: Buffer): Buffer {
  const start = number.findIndex((byte, place) => byte !== 0 || (number[place + 1] ?? 0x80) >= 0x80);
  return number.subarray(start);
}

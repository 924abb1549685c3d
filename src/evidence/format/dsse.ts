import { object, oneOf, type Shaped, single } from '../../model/shape.ts';
import { base64 } from './canonical.ts';
import type { Certificate } from './certificate.ts';
import { isSignedBy } from './signature.ts';

/** The type of payload that the seal of a bundle holds. */
export const STATEMENT_TYPE = 'application/vnd.in-toto+json';

/**
 * The JSON of a DSSE envelope with one signature, for payloads of this type.
 * https://github.com/secure-systems-lab/dsse/blob/master/envelope.md
 */
export const envelopeShape = (payloadType: string) =>
  object({ payload: base64, payloadType: oneOf([payloadType]), signatures: single(object({ sig: base64 })) });

export type Envelope = Shaped<ReturnType<typeof envelopeShape>>;

export interface Signed {
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

export const openEnvelope = ({ payload, signatures: [{ sig }] }: Envelope): Signed => ({
  payload: Buffer.from(payload, 'base64'),
  signature: Buffer.from(sig, 'base64'),
});

/** Whether the key of a certificate signed the payload as one of this type. */
export function isSigned({ payload, signature }: Signed, payloadType: string, { scheme, x509 }: Certificate): boolean {
  const signed = preAuthEncoding(payloadType, payload);
  return scheme !== undefined && isSignedBy(scheme, x509.publicKey, signed, signature);
}

/**
 * Pre-authentication encoding: the bytes that a DSSE signature is over, which pin the payload's type as well.
 * https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), payload]);
}

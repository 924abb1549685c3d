import { list, matching, object, oneOf, type Shape } from '../../model/shape.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';

/** The type of payload that the seal of a bundle holds. */
export const STATEMENT_TYPE = 'application/vnd.in-toto+json';

/** The JSON of a DSSE envelope with one signature. https://github.com/secure-systems-lab/dsse/blob/master/envelope.md */
export interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly sig: string }[];
}

export interface Signed {
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

export const base64 = matching(/^[A-Za-z0-9+/]+={0,2}$/);

/** Of payloads of this type; how many signatures there are is for `openEnvelope` to say. */
export const envelopeShape = (payloadType: string): Shape =>
  object<Envelope>({
    payload: base64,
    payloadType: oneOf([payloadType]),
    signatures: list(object<{ sig: string }>({ sig: base64 })),
  });

export const envelopeOf = (payloadType: string, { payload, signature }: Signed): Envelope => ({
  payload: encodeBase64(payload),
  payloadType,
  signatures: [{ sig: encodeBase64(signature) }],
});

/** What an envelope of the right shape holds, or why it cannot be opened. */
export function openEnvelope({ payload, signatures }: Envelope): Signed | string {
  const [only, ...more] = signatures;
  if (only === undefined || more.length > 0) return `It bears ${signatures.length} signatures, not one`;
  const signed = { payload: decodeBase64(payload), signature: decodeBase64(only.sig) };
  return signed.payload && signed.signature
    ? { payload: signed.payload, signature: signed.signature }
    : 'Its base64 is not canonical';
}

/**
 * Pre-authentication encoding: the bytes that a DSSE signature is over, which pin the payload's type as well.
 * https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), payload]);
}

/** The type of payload that every envelope of ours holds. */
export const STATEMENT_TYPE = 'application/vnd.in-toto+json';

/**
 * Pre-authentication encoding: the bytes that a DSSE signature is over, which pin the payload's type as well.
 * https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), payload]);
}

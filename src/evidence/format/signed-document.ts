import type { DiagnosticCode } from '../../model/diagnostic-code.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Shape } from '../../model/shape.ts';
import { parseCanonical } from './canonical.ts';
import type { Certificate } from './certificate.ts';
import { type Envelope, envelopeShape, openEnvelope, preAuthEncoding } from './dsse.ts';
import { type Read, undecided } from './finding.ts';
import { isSignedBy } from './signature.ts';

/** A kind of document that somebody other than the supplier signs, and what is said of one that is not such. */
export interface DocumentKind {
  readonly what: string;
  readonly payloadType: string;
  readonly shape: Shape;
  readonly code: DiagnosticCode;
}

/** Who must have signed a document, and at what time that is asked. */
export interface SignedBy {
  readonly root: Certificate;
  readonly now: Date;
}

/** Reads a document strictly, as a seal is read, when the root signed it and may do so now; else one finding of its kind. */
export function readSignedDocument(
  bytes: Uint8Array,
  { what, payloadType, shape, code }: DocumentKind,
  { root, now }: SignedBy,
): Read<JsonValue> {
  const refused = (why: string): Read<never> => ({
    findings: [
      undecided(code, `The ${what} cannot be relied on: ${why}`, `Ask whoever keeps the ${what} for a current one.`),
    ],
  });
  const envelope = parseCanonical(bytes);
  const unknown = envelope === undefined ? 'no canonical JSON' : envelopeShape(payloadType)(envelope, '');
  if (unknown !== undefined) return refused(`it is no envelope of ${payloadType}`);
  // The shape was checked member by member above.
  const signed = openEnvelope(envelope as unknown as Envelope);
  if (typeof signed === 'string') return refused(signed);
  const { scheme, x509, validFrom, validTo } = root;
  if (scheme === undefined) return refused('the key of the root is too weak or of an unknown kind');
  if (now < validFrom || validTo < now) return refused('the certificate of the root is not valid now');
  if (!isSignedBy(scheme, x509.publicKey, preAuthEncoding(payloadType, signed.payload), signed.signature)) {
    return refused('the root did not sign it');
  }
  const value = parseCanonical(signed.payload);
  const misfit = value === undefined ? 'its root' : shape(value, '');
  return value === undefined || misfit !== undefined ? refused(`unexpected at ${misfit}`) : { value };
}

import type { DiagnosticCode } from '../../model/diagnostic-code.ts';
import type { Shape } from '../../model/shape.ts';
import { decodeUtf8, readJson } from '../format/canonical.ts';
import { type Certificate, isValidAt } from '../format/certificate.ts';
import { envelopeShape, isSigned, openEnvelope } from '../format/dsse.ts';
import { type Read, type Refused, undecided } from '../format/finding.ts';

/** A kind of document that somebody other than the supplier signs, and what is said of one that is not such. */
export interface DocumentKind<T = unknown> {
  readonly what: string;
  readonly payloadType: string;
  readonly shape: Shape<T>;
  readonly code: DiagnosticCode;
}

/** Who must have signed a document, and at what time that is asked. */
export interface SignedBy {
  readonly root: Certificate;
  readonly now: Date;
}

/** Reads a document strictly, as a seal is read, when the root signed it and may do so now; else one finding of its kind. */
export function readSignedDocument<T>(
  bytes: Uint8Array,
  { what, payloadType, shape, code }: DocumentKind<T>,
  { root, now }: SignedBy,
): Read<T> {
  const hint = `Ask whoever keeps the ${what} for a current one.`;
  const refused = (why: string): Refused => ({
    findings: [undecided(code, `The ${what} cannot be relied on: ${why}`, hint)],
  });
  if (isDraft(bytes)) {
    return {
      findings: [undecided(code, `The ${what} is not signed`, 'assay trust sign signs it: name what that writes.')],
    };
  }
  const envelope = readJson(bytes, envelopeShape(payloadType), refused);
  if ('findings' in envelope) return envelope;
  const signed = openEnvelope(envelope.value);
  if (!isValidAt(root, now)) return refused('the certificate of the root is not valid now');
  if (!isSigned(signed, payloadType, root)) return refused('the root did not sign it, or with a key that is too weak');
  return readJson(signed.payload, shape, refused);
}

/** What is to be signed, as it is kept until then. */
function isDraft(bytes: Uint8Array): boolean {
  try {
    const draft: unknown = JSON.parse(decodeUtf8(bytes) ?? '');
    return typeof draft === 'object' && draft !== null && 'schema' in draft;
  } catch {
    return false;
  }
}

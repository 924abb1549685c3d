import { object, oneOf, optional, type Shaped, single } from '../../model/shape.ts';
import { SEAL } from './bundle-layout.ts';
import { base64, readJson } from './canonical.ts';
import { envelopeShape, openEnvelope, type Signed, STATEMENT_TYPE } from './dsse.ts';
import { type Read, refuse } from './finding.ts';
import { MAX_SEAL_BYTES } from './limits.ts';

/** A signed statement and the certificate of its signer (DER). */
export interface Seal extends Signed {
  readonly certificate: Uint8Array;
  /** What an authority of time said of the signature: a reply of RFC 3161, DER. */
  readonly timestamp?: Uint8Array;
}

export const SIGSTORE_BUNDLE_V03 = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/**
 * The JSON of a Sigstore bundle v0.3 with a DSSE envelope.
 * https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto
 */
const bundleShape = object({
  mediaType: oneOf([SIGSTORE_BUNDLE_V03]),
  dsseEnvelope: envelopeShape(STATEMENT_TYPE),
  verificationMaterial: object({
    certificate: object({ rawBytes: base64 }),
    timestampVerificationData: optional(object({ rfc3161Timestamps: single(object({ signedTimestamp: base64 })) })),
  }),
});

export type SigstoreBundle = Shaped<typeof bundleShape>;

/** Reads a seal strictly: canonical JSON, known members only, one signature, at most one time-stamp. ENVELOPE_INVALID for anything else. */
export function parseSeal(bytes: Uint8Array): Read<Seal> {
  const refused = (why: string) =>
    refuse('ENVELOPE_INVALID', `It is not a Sigstore bundle of ours: ${why}`, { file: SEAL });
  if (bytes.length > MAX_SEAL_BYTES) return refused('it is too large');
  const read = readJson(bytes, bundleShape, refused);
  if ('findings' in read) return read;
  const { dsseEnvelope, verificationMaterial } = read.value;
  const { certificate, timestampVerificationData: stamped } = verificationMaterial;
  return {
    value: {
      ...openEnvelope(dsseEnvelope),
      certificate: Buffer.from(certificate.rawBytes, 'base64'),
      ...(stamped && { timestamp: Buffer.from(stamped.rfc3161Timestamps[0].signedTimestamp, 'base64') }),
    },
  };
}

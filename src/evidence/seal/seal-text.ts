import { canonicalJson } from '../../model/canonical-json.ts';
import { type Envelope, type Signed, STATEMENT_TYPE } from '../format/dsse.ts';
import { type Seal, SIGSTORE_BUNDLE_V03, type SigstoreBundle } from '../format/sigstore-bundle.ts';

export const envelopeOf = (payloadType: string, { payload, signature }: Signed): Envelope => ({
  payload: encodeBase64(payload),
  payloadType,
  signatures: [{ sig: encodeBase64(signature) }],
});

const encodeBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A seal as the file that bundles hold. */
export function sealText({ certificate, timestamp, ...signed }: Seal): string {
  const bundle: SigstoreBundle = {
    mediaType: SIGSTORE_BUNDLE_V03,
    dsseEnvelope: envelopeOf(STATEMENT_TYPE, signed),
    verificationMaterial: {
      certificate: { rawBytes: encodeBase64(certificate) },
      ...(timestamp && {
        timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: encodeBase64(timestamp) }] },
      }),
    },
  };
  return canonicalJson(bundle);
}

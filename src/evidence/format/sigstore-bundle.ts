import { canonicalJson } from '../../model/canonical-json.ts';
import { list, object, oneOf, optional } from '../../model/shape.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { SEAL } from './bundle-layout.ts';
import { parseCanonical } from './canonical.ts';
import { base64, type Envelope, envelopeOf, envelopeShape, openEnvelope, type Signed, STATEMENT_TYPE } from './dsse.ts';
import { type Read, refuse } from './finding.ts';

/** A signed statement and the certificate of its signer (DER). */
export interface Seal extends Signed {
  readonly certificate: Uint8Array;
  /** What an authority of time said of the signature: a reply of RFC 3161, DER. */
  readonly timestamp?: Uint8Array;
}

/**
 * The JSON of a Sigstore bundle v0.3 with a DSSE envelope.
 * https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto
 */
interface SigstoreBundle {
  readonly mediaType: string;
  readonly dsseEnvelope: Envelope;
  readonly verificationMaterial: {
    readonly certificate: { readonly rawBytes: string };
    readonly timestampVerificationData?: Timestamps;
  };
}

interface Timestamps {
  readonly rfc3161Timestamps: readonly { readonly signedTimestamp: string }[];
}

const MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

const bundleShape = object<SigstoreBundle>({
  mediaType: oneOf([MEDIA_TYPE]),
  dsseEnvelope: envelopeShape(STATEMENT_TYPE),
  verificationMaterial: object<SigstoreBundle['verificationMaterial']>({
    certificate: object<{ rawBytes: string }>({ rawBytes: base64 }),
    timestampVerificationData: optional(
      object<Timestamps>({ rfc3161Timestamps: list(object<{ signedTimestamp: string }>({ signedTimestamp: base64 })) }),
    ),
  }),
});

export function sealText({ certificate, timestamp, ...signed }: Seal): string {
  const bundle: SigstoreBundle = {
    mediaType: MEDIA_TYPE,
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

/** Reads a seal strictly: canonical JSON, known members only, exactly one signature. Anything else is ENVELOPE_INVALID. */
export function parseSeal(bytes: Uint8Array): Read<Seal> {
  const value = parseCanonical(bytes);
  if (value === undefined) return invalid('It is not canonical JSON');
  const misfit = bundleShape(value, '');
  if (misfit !== undefined)
    return invalid(`It is not a Sigstore bundle of ours: unexpected at ${misfit || 'its root'}`);

  // The shape was checked member by member above.
  const { dsseEnvelope, verificationMaterial } = value as unknown as SigstoreBundle;
  const signed = openEnvelope(dsseEnvelope);
  if (typeof signed === 'string') return invalid(signed);
  const certificate = decodeBase64(verificationMaterial.certificate.rawBytes);
  const stamps = verificationMaterial.timestampVerificationData?.rfc3161Timestamps;
  if (stamps && stamps.length !== 1) return invalid(`It is time-stamped ${stamps.length} times, not once`);
  const timestamp = stamps?.[0] && decodeBase64(stamps[0].signedTimestamp);
  return certificate && (stamps === undefined || timestamp)
    ? { value: { ...signed, certificate, ...(timestamp && { timestamp }) } }
    : invalid('Its base64 is not canonical');
}

const invalid = (message: string): Read<never> => refuse('ENVELOPE_INVALID', message, { file: SEAL });

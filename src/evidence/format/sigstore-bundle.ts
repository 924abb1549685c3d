import { canonicalJson } from '../../model/canonical-json.ts';
import { object, oneOf } from '../../model/shape.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { SEAL } from './bundle-layout.ts';
import { parseCanonical } from './canonical.ts';
import { base64, type Envelope, envelopeOf, envelopeShape, openEnvelope, type Signed, STATEMENT_TYPE } from './dsse.ts';
import { type Read, refuse } from './finding.ts';

/** A signed statement and the certificate of its signer (DER). */
export interface Seal extends Signed {
  readonly certificate: Uint8Array;
}

/**
 * The JSON of a Sigstore bundle v0.3 with a DSSE envelope.
 * https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto
 */
interface SigstoreBundle {
  readonly mediaType: string;
  readonly dsseEnvelope: Envelope;
  readonly verificationMaterial: { readonly certificate: { readonly rawBytes: string } };
}

const MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

const bundleShape = object<SigstoreBundle>({
  mediaType: oneOf([MEDIA_TYPE]),
  dsseEnvelope: envelopeShape(STATEMENT_TYPE),
  verificationMaterial: object<SigstoreBundle['verificationMaterial']>({
    certificate: object<{ rawBytes: string }>({ rawBytes: base64 }),
  }),
});

export function sealText({ certificate, ...signed }: Seal): string {
  const bundle: SigstoreBundle = {
    mediaType: MEDIA_TYPE,
    dsseEnvelope: envelopeOf(STATEMENT_TYPE, signed),
    verificationMaterial: { certificate: { rawBytes: encodeBase64(certificate) } },
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
  return certificate ? { value: { ...signed, certificate } } : invalid('Its base64 is not canonical');
}

const invalid = (message: string): Read<never> => refuse('ENVELOPE_INVALID', message, { file: SEAL });

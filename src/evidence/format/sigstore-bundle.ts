import { canonicalJson } from '../../model/canonical-json.ts';
import { list, matching, object, oneOf } from '../../model/shape.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { SEAL } from './bundle-layout.ts';
import { parseCanonical } from './canonical.ts';
import { STATEMENT_TYPE } from './dsse.ts';
import { type Read, refuse } from './finding.ts';

/** A signed statement and the certificate of its signer (DER). */
export interface Seal {
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  readonly certificate: Uint8Array;
}

/**
 * The JSON of a Sigstore bundle v0.3 with a DSSE envelope.
 * https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto
 */
interface SigstoreBundle {
  readonly mediaType: string;
  readonly dsseEnvelope: {
    readonly payload: string;
    readonly payloadType: string;
    readonly signatures: readonly { readonly sig: string }[];
  };
  readonly verificationMaterial: { readonly certificate: { readonly rawBytes: string } };
}

const MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

const base64 = matching(/^[A-Za-z0-9+/]+={0,2}$/);

const bundleShape = object<SigstoreBundle>({
  mediaType: oneOf([MEDIA_TYPE]),
  dsseEnvelope: object<SigstoreBundle['dsseEnvelope']>({
    payload: base64,
    payloadType: oneOf([STATEMENT_TYPE]),
    signatures: list(object<{ sig: string }>({ sig: base64 })),
  }),
  verificationMaterial: object<SigstoreBundle['verificationMaterial']>({
    certificate: object<{ rawBytes: string }>({ rawBytes: base64 }),
  }),
});

export function sealText({ payload, signature, certificate }: Seal): string {
  const bundle: SigstoreBundle = {
    mediaType: MEDIA_TYPE,
    dsseEnvelope: {
      payload: encodeBase64(payload),
      payloadType: STATEMENT_TYPE,
      signatures: [{ sig: encodeBase64(signature) }],
    },
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
  const [only, ...more] = dsseEnvelope.signatures;
  if (only === undefined || more.length > 0)
    return invalid(`It bears ${more.length + (only ? 1 : 0)} signatures, not one`);

  const payload = decodeBase64(dsseEnvelope.payload);
  const signature = decodeBase64(only.sig);
  const certificate = decodeBase64(verificationMaterial.certificate.rawBytes);
  if (!payload || !signature || !certificate) return invalid('Its base64 is not canonical');
  return { value: { payload, signature, certificate } };
}

const invalid = (message: string): Read<never> => refuse('ENVELOPE_INVALID', message, { file: SEAL });

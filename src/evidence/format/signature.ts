import { constants, type KeyObject, sign, verify } from 'node:crypto';

/** The signatures that seals may bear, and nothing else. */
export type SignatureScheme = 'ecdsa-p256-sha256' | 'ed25519' | 'rsa-pss-sha256';

export const MIN_RSA_BITS = 3072;

/** What a key signs with; undefined when the key is too weak or of another kind. */
export function schemeOf(key: KeyObject): SignatureScheme | undefined {
  const details = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'ec':
      return details.namedCurve === 'prime256v1' ? 'ecdsa-p256-sha256' : undefined;
    case 'ed25519':
      return 'ed25519';
    case 'rsa':
      return (details.modulusLength ?? 0) >= MIN_RSA_BITS ? 'rsa-pss-sha256' : undefined;
    default:
      return undefined;
  }
}

/** ECDSA signatures are DER (RFC 3279 section 2.2.3); RSA-PSS has a salt as long as its digest (RFC 8017 section 9.1). */
export function signWith(scheme: SignatureScheme, key: KeyObject, data: Uint8Array): Uint8Array {
  return sign(digestOf(scheme), data, { key, ...paddingOf(scheme) });
}

export function isSignedBy(scheme: SignatureScheme, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  return verify(digestOf(scheme), data, { key, ...paddingOf(scheme) }, signature);
}

const digestOf = (scheme: SignatureScheme): 'sha256' | null => (scheme === 'ed25519' ? null : 'sha256');

const paddingOf = (scheme: SignatureScheme) =>
  scheme === 'rsa-pss-sha256' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};

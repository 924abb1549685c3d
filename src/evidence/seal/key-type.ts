import type { SignatureScheme } from '../format/signature.ts';

/** The keys that are made; those of each scheme that come from elsewhere may be larger. */
export const KEY_TYPES = ['ecdsa-p256', 'ed25519', 'rsa-pss-3072'] as const;
export type KeyType = (typeof KEY_TYPES)[number];

export const SCHEMES: Readonly<Record<KeyType, SignatureScheme>> = {
  'ecdsa-p256': 'ecdsa-p256-sha256',
  ed25519: 'ed25519',
  'rsa-pss-3072': 'rsa-pss-sha256',
};

/**
 * How the keys of a scheme are made, and sign certificates and requests. An RSA key says of itself that it is one of RSA, and signs those by
 * PKCS#1: many authorities know neither keys nor requests of RSASSA-PSS.
 */
export const ALGORITHMS = {
  'ecdsa-p256-sha256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  ed25519: { name: 'Ed25519' },
  'rsa-pss-sha256': {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 3072,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
} as const satisfies Readonly<Record<SignatureScheme, object>>;

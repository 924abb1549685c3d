import type { KeyObject } from 'node:crypto';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { MIN_RSA_BITS } from '../format/signature.ts';

/** Why a key seals nothing, and how to make one that does. */
export const unfitKey = (keyFile: string, key: KeyObject): Diagnostic => ({
  code: 'KEY_TYPE',
  severity: 'error',
  message: `${keyFile} holds ${wordsOf(key)}, and evidence is sealed with ECDSA P-256, Ed25519 or RSA of at least ${MIN_RSA_BITS} bits`,
  hint:
    key.asymmetricKeyType === 'rsa-pss'
      ? `A key of RSA signs by PSS, too, and more authorities know it: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:${MIN_RSA_BITS}`
      : 'assay keys create makes one that does.',
});

/** What a key is, as people call it. */
function wordsOf({ asymmetricKeyType: type, asymmetricKeyDetails: details = {} }: KeyObject): string {
  switch (type) {
    case 'rsa':
      return `a key of RSA of ${details.modulusLength} bits with the exponent ${details.publicExponent}`;
    case 'rsa-pss':
      return `a key for RSASSA-PSS alone, of ${details.modulusLength} bits`;
    case 'ec':
      return `a key of the curve ${details.namedCurve}`;
    default:
      return `a key of ${type}`;
  }
}

import type { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
} from '@peculiar/x509';

/** id-kp-documentSigning (RFC 9336), and id-kp-emailProtection, without which many readers of PDF trust no signature. */
const PURPOSES = ['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.4'];

/** What a certificate says that seals evidence: in one that we make, and in what we ask an authority for. */
export const signerProfile = async (publicKey: webcrypto.CryptoKey): Promise<Extension[]> => [
  new BasicConstraintsExtension(false, undefined, true),
  new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
  await SubjectKeyIdentifierExtension.create(publicKey),
  new ExtendedKeyUsageExtension(PURPOSES),
];

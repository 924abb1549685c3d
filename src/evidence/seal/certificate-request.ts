import 'reflect-metadata';
import { createPublicKey, type KeyObject, webcrypto } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { schemeOf } from '../format/signature.ts';
import { ALGORITHMS } from './key-type.ts';
import { signerProfile } from './signer-profile.ts';

/**
 * Asks an authority for a certificate of this key (PKCS#10, RFC 2986, PEM) with this subject (RFC 4514), for the same use as those that we
 * make. Undefined for a key that no seal may bear.
 */
export async function certificateRequest(key: KeyObject, subject: string): Promise<string | undefined> {
  const scheme = schemeOf(key);
  if (scheme === undefined) return undefined;
  const algorithm = ALGORITHMS[scheme];
  const { subtle } = webcrypto;
  const keys = {
    privateKey: await subtle.importKey('pkcs8', key.export({ format: 'der', type: 'pkcs8' }), algorithm, false, [
      'sign',
    ]),
    publicKey: await subtle.importKey(
      'spki',
      createPublicKey(key).export({ format: 'der', type: 'spki' }),
      algorithm,
      true,
      ['verify'],
    ),
  };
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: subject,
    keys,
    signingAlgorithm: algorithm,
    extensions: await signerProfile(keys.publicKey),
  });
  return `${request.toString('pem')}\n`;
}

import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import { TAG } from '../format/der.ts';
import { PBES } from './pbes-names.ts';
import { der, octets, oid, sequence } from './write-der.ts';

/** As OWASP's Password Storage Cheat Sheet asks of PBKDF2 with HMAC-SHA-256; openssl takes a few thousand when nothing is said. */
const ITERATIONS = 600_000;
const SALT_BYTES = 16;
const IV_BYTES = 16;

/** A private key (PKCS#8, DER) encrypted by a passphrase: PBES2 with PBKDF2 and AES-256-CBC (RFC 5958 section 3, RFC 8018 section 6.2). */
export function protectKey(pkcs8: Uint8Array, passphrase: string): Buffer {
  const salt = randomBytes(SALT_BYTES);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(passphrase, salt, ITERATIONS, 32, 'sha256'), iv);
  const iterations = Buffer.alloc(3);
  iterations.writeUIntBE(ITERATIONS, 0, 3);
  const derivation = sequence(octets(salt), der(TAG.integer, iterations), algorithm(PBES.hmacSha256, der(TAG.none)));
  const parameters = sequence(algorithm(PBES.pbkdf2, derivation), algorithm(PBES.aes256, octets(iv)));
  return sequence(algorithm(PBES.pbes2, parameters), octets(Buffer.concat([cipher.update(pkcs8), cipher.final()])));
}

const algorithm = (name: string, parameters: Uint8Array): Buffer => sequence(oid(name), parameters);

import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { HarnessError } from '../../model/harness-error.ts';
import { systemFault } from '../../model/system-fault.ts';
import type { PemFiles } from './load-signer.ts';

/** id-kp-documentSigning (RFC 9336), and id-kp-emailProtection, without which many readers of PDF trust no signature. */
const PURPOSES = ['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.4'];
const VALID_YEARS = 3;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface SelfSignedRequest {
  /** Made when missing. */
  readonly folder: string;
  /** Distinguished name as `CN=…, O=…` (RFC 4514). */
  readonly subject: string;
  readonly now: Date;
}

/** Where `createSelfSigned` puts a key and its certificate. */
export const selfSignedFiles = (folder: string): PemFiles => ({
  keyFile: join(folder, 'signer.key'),
  certFile: join(folder, 'signer.crt'),
});

/**
 * Makes an ECDSA P-256 key, readable by its owner alone, and a certificate that it signs itself: good for integrity
 * since sealing, no proof of who sealed. A key is never replaced.
 * @throws HarnessError KEY_EXISTS when there is a key already, KEY_UNREADABLE when the files cannot be written.
 */
export async function createSelfSigned({ folder, subject, now }: SelfSignedRequest): Promise<PemFiles> {
  const files = selfSignedFiles(folder);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: subject,
    serialNumber: positiveSerial(),
    notBefore: now,
    notAfter: new Date(Date.UTC(now.getUTCFullYear() + VALID_YEARS, now.getUTCMonth(), now.getUTCDate())),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      new ExtendedKeyUsageExtension(PURPOSES),
    ],
  });
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(files.keyFile, `${key}\n`, { mode: 0o600, flag: 'wx' });
    await writeFile(files.certFile, `${certificate.toString('pem')}\n`, { mode: 0o644 });
  } catch (cause) {
    throw notMade(files, cause);
  }
  return files;
}

/** RFC 5280 section 4.1.2.2: positive, at most 20 octets. */
function positiveSerial(): string {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial.toString('hex');
}

function notMade({ keyFile }: PemFiles, cause: unknown): HarnessError {
  const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
  return exists
    ? new HarnessError(
        { code: 'KEY_EXISTS', severity: 'error', message: `There is a key at ${keyFile} already` },
        cause,
      )
    : new HarnessError(
        {
          code: 'KEY_UNREADABLE',
          severity: 'error',
          message: `${keyFile} cannot be written: ${systemFault(cause)}`,
          hint: 'Name a key and a certificate of your own, or another home with XDG_CONFIG_HOME.',
        },
        cause,
      );
}

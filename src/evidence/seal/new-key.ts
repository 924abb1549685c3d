import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import { HarnessError } from '../../model/harness-error.ts';
import { systemFault } from '../../model/system-fault.ts';
import { ALGORITHMS, type KeyType, SCHEMES } from './key-type.ts';
import { protectKey } from './protect-key.ts';
import type { PemFiles } from './signer-files.ts';
import { signerProfile } from './signer-profile.ts';

const VALID_YEARS = 3;

export interface NewKey {
  /** Made when missing. */
  readonly folder: string;
  /** Distinguished name as `CN=…, O=…` (RFC 4514). */
  readonly subject: string;
  /** ECDSA P-256 when nothing is said. */
  readonly type?: KeyType;
  /** Encrypts the key; without one its permissions alone keep it. */
  readonly passphrase?: string;
  readonly now: Date;
}

/** Where `createKey` puts a key and its certificate. */
export const keyFilesIn = (folder: string): PemFiles => ({
  keyFile: join(folder, 'signer.key'),
  certFile: join(folder, 'signer.crt'),
});

/**
 * Makes a key (PKCS#8), readable by its owner alone, and a certificate that it signs itself: good for integrity since sealing, no proof of
 * who sealed. Neither a key nor a certificate is ever replaced.
 * @throws HarnessError KEY_EXISTS when there is one of them already, KEY_UNREADABLE when the files cannot be written.
 */
export async function createKey({ folder, subject, type = 'ecdsa-p256', passphrase, now }: NewKey): Promise<PemFiles> {
  const files = keyFilesIn(folder);
  const algorithm = ALGORITHMS[SCHEMES[type]];
  // Keys of each of these kinds come in pairs.
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: subject,
    serialNumber: positiveSerial(),
    notBefore: now,
    notAfter: new Date(Date.UTC(now.getUTCFullYear() + VALID_YEARS, now.getUTCMonth(), now.getUTCDate())),
    keys,
    signingAlgorithm: algorithm,
    extensions: await signerProfile(keys.publicKey),
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw notWritable(folder, cause);
  });
  await written(files.keyFile, keyPem(pkcs8, passphrase), 0o600);
  try {
    await written(files.certFile, certificate.toString('pem'), 0o644);
  } catch (cause) {
    await rm(files.keyFile);
    throw cause;
  }
  return files;
}

const keyPem = (pkcs8: ArrayBuffer, passphrase: string | undefined): string =>
  passphrase === undefined
    ? PemConverter.encode(pkcs8, 'PRIVATE KEY')
    : PemConverter.encode(new Uint8Array(protectKey(new Uint8Array(pkcs8), passphrase)), 'ENCRYPTED PRIVATE KEY');

/** Whole or not at all: what a full disk left of a key would stand in the way of the next. */
async function written(file: string, pem: string, mode: number): Promise<void> {
  try {
    await writeFile(file, `${pem}\n`, { mode, flag: 'wx' });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') throw notReplaced(file, cause);
    await rm(file, { force: true });
    throw notWritable(file, cause);
  }
}

/** RFC 5280 section 4.1.2.2: positive, at most 20 octets. */
function positiveSerial(): string {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial.toString('hex');
}

const notWritable = (path: string, cause: unknown): HarnessError =>
  new HarnessError(
    {
      code: 'KEY_UNREADABLE',
      severity: 'error',
      message: `${path} cannot be written: ${systemFault(cause)}`,
      hint: 'Name a key and a certificate of your own, another folder (assay keys create --out), or another home with XDG_CONFIG_HOME.',
    },
    cause,
  );

const notReplaced = (path: string, cause: unknown): HarnessError =>
  new HarnessError(
    {
      code: 'KEY_EXISTS',
      severity: 'error',
      message: `${path} is there already, and no key or certificate is ever replaced`,
      hint: 'Make the new one in another folder (--out), or keep the old one elsewhere first: what it sealed is verified with its certificate.',
    },
    cause,
  );

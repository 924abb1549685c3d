import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { DiagnosticCode } from '../../model/diagnostic-code.ts';
import { systemFault } from '../../model/system-fault.ts';
import { type Certificate, readCertificate } from '../format/certificate.ts';
import { parsePem } from '../format/pem.ts';
import { MIN_RSA_BITS, schemeOf } from '../format/signature.ts';
import { signerProblems } from '../format/signer-policy.ts';
import { openPkcs12 } from './pkcs12.ts';
import { signWith } from './sign-with.ts';
import type { Signer } from './signer.ts';

/** Files that hold a key and its certificate; that of the key is readable by its owner alone. */
export type SignerFiles = (PemFiles | Pkcs12File) & {
  /** Of an encrypted key. */
  readonly passphrase?: string;
};

export interface PemFiles {
  /** Private key, PEM. */
  readonly keyFile: string;
  /** Certificate of the key, PEM, followed by those of its issuers if any. */
  readonly certFile: string;
}

interface Pkcs12File {
  /** Private key, its certificate and those of its issuers if any, PKCS#12. */
  readonly p12File: string;
}

/** The signer, or everything that keeps it from signing. */
export interface LoadedSigner {
  readonly signer?: Signer;
  readonly diagnostics: readonly Diagnostic[];
}

/** The bits of a file's mode that let anyone but its owner read or write it. */
const OTHERS = 0o077;

/**
 * Opens a key and its certificate. Call it before a run, so that a run is not done in vain, and again when sealing, so
 * that no key is held meanwhile.
 * Codes: KEY_UNREADABLE, KEY_PERMISSIONS, KEY_PASSPHRASE, KEY_TYPE, KEY_MISMATCH, PKCS12_UNSUPPORTED, CERTIFICATE_UNREADABLE,
 * CERTIFICATE_INVALID.
 */
export async function loadSigner(files: SignerFiles): Promise<LoadedSigner> {
  const pair = 'p12File' in files ? await loadPkcs12(files.p12File, files.passphrase) : await loadPem(files);
  if ('problems' in pair) return { diagnostics: pair.problems };
  const { key, chain, keyFile, certFile } = pair;
  const [own] = chain;
  const scheme = schemeOf(key);
  if (scheme === undefined) return { diagnostics: [wrongType(keyFile)] };
  if (!own?.x509.checkPrivateKey(key)) return { diagnostics: [mismatch(keyFile, certFile)] };
  const unfit = signerProblems(own).map((problem) => refusal('CERTIFICATE_INVALID', `${certFile}: ${problem}`));
  if (unfit.length > 0) return { diagnostics: unfit };
  return {
    signer: {
      certificateChain: withoutRoot(chain).map(({ der }) => der),
      sign: async (bytes) => signWith(scheme, key, bytes),
    },
    diagnostics: [],
  };
}

type Loaded<T> = { readonly value: T } | { readonly problem: Diagnostic };

/** A key, and certificates of which the first is its own. */
type Pair =
  | (PemFiles & { readonly key: KeyObject; readonly chain: readonly Certificate[] })
  | { readonly problems: readonly Diagnostic[] };

async function loadPem(files: PemFiles & Pick<SignerFiles, 'passphrase'>): Promise<Pair> {
  const key = await loadKey(files);
  const chain = await loadChain(files.certFile);
  return 'problem' in key || 'problem' in chain
    ? { problems: [...problemsOf(key), ...problemsOf(chain)] }
    : { ...files, key: key.value, chain: chain.value };
}

async function loadPkcs12(file: string, passphrase: string | undefined): Promise<Pair> {
  const read = await readOwn(file);
  if ('problem' in read) return { problems: [read.problem] };
  const opened = openPkcs12(read.value, passphrase ?? '');
  switch (opened) {
    case 'passphrase':
      return { problems: [wrongPassphrase(file, passphrase)] };
    case 'unsupported':
      return { problems: [outdated(file)] };
    case 'malformed':
      return { problems: [refusal('KEY_TYPE', `${file} is not a PKCS#12 file with one private key`)] };
    default: {
      const { key } = opened;
      const certificates = opened.certificates.map(readCertificate).filter((one) => one !== undefined);
      const own = certificates.filter(({ x509 }) => x509.checkPrivateKey(key));
      return { key, chain: [...own, ...issuersOf(own[0], certificates)], keyFile: file, certFile: file };
    }
  }
}

/** Files of this kind hold certificates in any order. */
function issuersOf(own: Certificate | undefined, certificates: readonly Certificate[]): readonly Certificate[] {
  const issuer = certificates.find((one) => own !== undefined && !own.selfSigned && own.x509.checkIssued(one.x509));
  return issuer === undefined
    ? []
    : [
        issuer,
        ...issuersOf(
          issuer,
          certificates.filter((one) => one !== issuer),
        ),
      ];
}

async function readOwn(file: string): Promise<Loaded<Buffer>> {
  try {
    const found = await stat(file);
    if (found.isFile() && (found.mode & OTHERS) !== 0) return { problem: tooOpen(file) };
    return { value: await readFile(file) };
  } catch (cause) {
    return { problem: refusal('KEY_UNREADABLE', `${file} cannot be read: ${systemFault(cause)}`, KEY_AND_CERT) };
  }
}

async function loadKey({
  keyFile,
  passphrase,
}: PemFiles & Pick<SignerFiles, 'passphrase'>): Promise<Loaded<KeyObject>> {
  const read = await readOwn(keyFile);
  if ('problem' in read) return read;
  const pem = read.value.toString('utf8');
  try {
    return { value: createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) }) };
  } catch {
    return { problem: isEncrypted(pem) ? wrongPassphrase(keyFile, passphrase) : wrongType(keyFile) };
  }
}

async function loadChain(certFile: string): Promise<Loaded<readonly Certificate[]>> {
  try {
    const ders = parsePem(await readFile(certFile, 'utf8'));
    const certificates = ders.map(readCertificate).filter((certificate) => certificate !== undefined);
    return certificates.length > 0 && certificates.length === ders.length
      ? { value: certificates }
      : {
          problem: refusal(
            'CERTIFICATE_UNREADABLE',
            `${certFile} is not a list of certificates in PEM`,
            'It must hold the certificate of the key first, then those of its issuers.',
          ),
        };
  } catch (cause) {
    return {
      problem: refusal('CERTIFICATE_UNREADABLE', `${certFile} cannot be read: ${systemFault(cause)}`, KEY_AND_CERT),
    };
  }
}

/** A bundle must not bring its own root: a reviewer's trust comes from elsewhere. */
function withoutRoot([own, ...issuers]: readonly Certificate[]): readonly Certificate[] {
  return own === undefined ? [] : [own, ...issuers.filter(({ selfSigned }) => !selfSigned)];
}

const problemsOf = (loaded: Loaded<unknown>): readonly Diagnostic[] => ('problem' in loaded ? [loaded.problem] : []);

const isEncrypted = (pem: string): boolean => /BEGIN ENCRYPTED PRIVATE KEY|^Proc-Type: 4,ENCRYPTED/m.test(pem);

const KEY_AND_CERT = 'A key and its certificate are needed; where there is neither, Assay makes its own.';

function refusal(code: DiagnosticCode, message: string, hint?: string): Diagnostic {
  return { code, severity: 'error', message, ...(hint !== undefined && { hint }) };
}

const tooOpen = (keyFile: string): Diagnostic =>
  refusal('KEY_PERMISSIONS', `Others than its owner may read or change ${keyFile}`, `chmod 600 ${keyFile}`);

const wrongType = (keyFile: string): Diagnostic =>
  refusal(
    'KEY_TYPE',
    `${keyFile} is not a private key of ECDSA P-256, Ed25519 or RSA of at least ${MIN_RSA_BITS} bits`,
    'With --key it must be in PEM; a file of PKCS#12 is given with --p12.',
  );

const wrongPassphrase = (keyFile: string, given: string | undefined): Diagnostic =>
  refusal(
    'KEY_PASSPHRASE',
    `${keyFile} is encrypted, and ${given === undefined ? 'no' : 'the wrong'} passphrase was given`,
    'Put it into the environment variable ASSAY_KEY_PASSPHRASE.',
  );

const outdated = (file: string): Diagnostic =>
  refusal(
    'PKCS12_UNSUPPORTED',
    `${file} is encrypted with an algorithm that is no longer safe, as RC2 or triple DES`,
    'Encrypt it anew: openssl pkcs12 -legacy -in old.p12 -out both.pem; openssl pkcs12 -export -in both.pem -out new.p12; then delete both.pem.',
  );

const mismatch = (keyFile: string, certFile: string): Diagnostic =>
  refusal(
    'KEY_MISMATCH',
    `The key in ${keyFile} is not the one that ${certFile} certifies`,
    'Give the two that belong together, with the certificate of the key first in its file.',
  );

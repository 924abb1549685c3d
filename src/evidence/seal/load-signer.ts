import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { DiagnosticCode } from '../../model/diagnostic-code.ts';
import { systemFault } from '../../model/system-fault.ts';
import { type Certificate, readCertificate } from '../format/certificate.ts';
import { parsePem } from '../format/pem.ts';
import { MIN_RSA_BITS, schemeOf, signWith } from '../format/signature.ts';
import { signerProblems } from '../format/signer-policy.ts';
import type { Signer } from './signer.ts';

export interface SignerFiles {
  /** Private key, PEM; readable by its owner alone. */
  readonly keyFile: string;
  /** Certificate of the key, PEM, followed by those of its issuers if any. */
  readonly certFile: string;
  /** Of an encrypted key. */
  readonly passphrase?: string;
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
 * Codes: KEY_UNREADABLE, KEY_PERMISSIONS, KEY_PASSPHRASE, KEY_TYPE, KEY_MISMATCH, CERTIFICATE_UNREADABLE, CERTIFICATE_INVALID.
 */
export async function loadSigner(files: SignerFiles): Promise<LoadedSigner> {
  const key = await loadKey(files);
  const chain = await loadChain(files.certFile);
  const diagnostics = [...problemsOf(key), ...problemsOf(chain)];
  if ('problem' in key || 'problem' in chain) return { diagnostics };

  const [own] = chain.value;
  const scheme = schemeOf(key.value);
  if (scheme === undefined || own === undefined) return { diagnostics: [wrongType(files.keyFile)] };
  if (!own.x509.checkPrivateKey(key.value)) return { diagnostics: [mismatch(files)] };
  const unfit = signerProblems(own).map((problem) => refusal('CERTIFICATE_INVALID', `${files.certFile}: ${problem}`));
  if (unfit.length > 0) return { diagnostics: unfit };
  return {
    signer: {
      certificateChain: withoutRoot(chain.value).map(({ der }) => der),
      sign: async (bytes) => signWith(scheme, key.value, bytes),
    },
    diagnostics: [],
  };
}

type Loaded<T> = { readonly value: T } | { readonly problem: Diagnostic };

async function loadKey({ keyFile, passphrase }: SignerFiles): Promise<Loaded<KeyObject>> {
  let pem: string;
  try {
    const found = await stat(keyFile);
    if (found.isFile() && (found.mode & OTHERS) !== 0) return { problem: tooOpen(keyFile) };
    pem = await readFile(keyFile, 'utf8');
  } catch (cause) {
    return { problem: refusal('KEY_UNREADABLE', `${keyFile} cannot be read: ${systemFault(cause)}`, KEY_AND_CERT) };
  }
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
    'It must be in PEM; DER and PKCS#12 are not read.',
  );

const wrongPassphrase = (keyFile: string, given: string | undefined): Diagnostic =>
  refusal(
    'KEY_PASSPHRASE',
    `${keyFile} is encrypted, and ${given === undefined ? 'no' : 'the wrong'} passphrase was given`,
    'Put it into the environment variable ASSAY_KEY_PASSPHRASE.',
  );

const mismatch = ({ keyFile, certFile }: SignerFiles): Diagnostic =>
  refusal(
    'KEY_MISMATCH',
    `The key in ${keyFile} is not the one that ${certFile} certifies`,
    'Give the two files that belong together, with the certificate of the key first in its file.',
  );

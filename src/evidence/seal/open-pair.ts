import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { DiagnosticCode } from '../../model/diagnostic-code.ts';
import { systemFault } from '../../model/system-fault.ts';
import { type Certificate, readCertificate } from '../format/certificate.ts';
import { parsePem } from '../format/pem.ts';
import { openPkcs12 } from './pkcs12.ts';
import type { KeyFiles, PemFiles } from './signer-files.ts';

/** A key, and certificates of which the first is to be its own; what could not be read is told by `problems`. */
export interface Pair {
  readonly key?: KeyObject;
  readonly chain: readonly Certificate[];
  readonly problems: readonly Diagnostic[];
}

/** Codes: KEY_UNREADABLE, KEY_PERMISSIONS, KEY_PASSPHRASE, KEY_TYPE, PKCS12_UNSUPPORTED, CERTIFICATE_UNREADABLE. */
export async function openPair(files: KeyFiles): Promise<Pair> {
  if ('p12File' in files) return openFile12(files.p12File, files.passphrase);
  const key = await openKey(files);
  const chain = await readChain(files.certFile);
  return {
    ...('value' in key && { key: key.value }),
    chain: 'value' in chain ? chain.value : [],
    problems: [key, chain].flatMap(problemsOf),
  };
}

export type Loaded<T> = { readonly value: T } | { readonly problem: Diagnostic };

const problemsOf = (one: Loaded<unknown>): readonly Diagnostic[] => ('problem' in one ? [one.problem] : []);

type KeyFile = Pick<PemFiles, 'keyFile'> & Pick<KeyFiles, 'passphrase'>;

/** Opens a private key alone, and leaves nothing of its file in memory. */
export async function openKey({ keyFile, passphrase }: KeyFile): Promise<Loaded<KeyObject>> {
  const read = await readOwn(keyFile);
  if ('problem' in read) return read;
  const pem = read.value;
  try {
    return { value: createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) }) };
  } catch {
    return { problem: isEncrypted(pem) ? wrongPassphrase(keyFile, passphrase) : noKey(keyFile) };
  } finally {
    pem.fill(0);
  }
}

/** Whether the key opens only with a passphrase, and with another than is given. What cannot be read needs none: opening it says why. */
export async function needsPassphrase(files: KeyFiles | KeyFile): Promise<boolean> {
  const [problem] =
    'p12File' in files
      ? (await openFile12(files.p12File, files.passphrase)).problems
      : problemsOf(await openKey(files));
  return problem?.code === 'KEY_PASSPHRASE';
}

/** PKCS#8, and what openssl wrote before it. */
const isEncrypted = (pem: Buffer): boolean =>
  ['BEGIN ENCRYPTED PRIVATE KEY', 'Proc-Type: 4,ENCRYPTED'].some((sign) => pem.includes(sign));

/** The bits of a file's mode that let anyone but its owner read or write it. */
const OTHERS = 0o077;

async function readOwn(file: string): Promise<Loaded<Buffer>> {
  try {
    const found = await stat(file);
    if (found.isFile() && (found.mode & OTHERS) !== 0) return { problem: tooOpen(file) };
    return { value: await readFile(file) };
  } catch (cause) {
    return { problem: refusal('KEY_UNREADABLE', `${file} cannot be read: ${systemFault(cause)}`, KEY_AND_CERT) };
  }
}

async function openFile12(file: string, passphrase: string | undefined): Promise<Pair> {
  const none = (problem: Diagnostic): Pair => ({ chain: [], problems: [problem] });
  const read = await readOwn(file);
  if ('problem' in read) return none(read.problem);
  const opened = openPkcs12(read.value, passphrase ?? '');
  switch (opened) {
    case 'passphrase':
      return none(wrongPassphrase(file, passphrase));
    case 'unsupported':
      return none(outdated(file));
    case 'malformed':
      return none(refusal('KEY_TYPE', `${file} is not a PKCS#12 file with one private key`, IN_PEM));
    default: {
      const { key } = opened;
      const certificates = opened.certificates.map(readCertificate).filter((one) => one !== undefined);
      const own = certificates.filter(({ x509 }) => x509.checkPrivateKey(key));
      return { key, chain: [...own, ...issuersOf(own[0], certificates)], problems: [] };
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

/** The certificates in a file of PEM, in its order. */
export async function readChain(certFile: string): Promise<Loaded<readonly Certificate[]>> {
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

const IN_PEM = 'A key and its certificate in PEM are given with --key and --cert.';

const KEY_AND_CERT =
  'A key and its certificate are needed: assay keys create makes them; where neither is named, Assay makes its own.';

function refusal(code: DiagnosticCode, message: string, hint?: string): Diagnostic {
  return { code, severity: 'error', message, ...(hint !== undefined && { hint }) };
}

const tooOpen = (keyFile: string): Diagnostic =>
  refusal('KEY_PERMISSIONS', `Others than its owner may read or change ${keyFile}`, `chmod 600 ${keyFile}`);

const noKey = (keyFile: string): Diagnostic =>
  refusal(
    'KEY_TYPE',
    `${keyFile} is not a private key in PEM`,
    'With --key it must be in PEM; a file of PKCS#12 is given with --p12.',
  );

const wrongPassphrase = (keyFile: string, given: string | undefined): Diagnostic =>
  refusal(
    'KEY_PASSPHRASE',
    `${keyFile} is encrypted, and ${given ? 'the wrong' : 'no'} passphrase was given`,
    given
      ? 'Only the one that it was encrypted with opens it. Where ASSAY_KEY_PASSPHRASE is set, nobody is asked.'
      : 'Put it into the environment variable ASSAY_KEY_PASSPHRASE, or unset that and run Assay in a terminal, where it asks.',
  );

const outdated = (file: string): Diagnostic =>
  refusal(
    'PKCS12_UNSUPPORTED',
    `${file} is encrypted with an algorithm that is no longer safe, as RC2 or triple DES`,
    'Encrypt it anew: openssl pkcs12 -legacy -in old.p12 -out both.pem; openssl pkcs12 -export -in both.pem -out new.p12; then delete both.pem.',
  );

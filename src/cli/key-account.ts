import { stat } from 'node:fs/promises';
import type { Certificate } from '../evidence/format/certificate.ts';
import { loadSigner, unfitness } from '../evidence/seal/load-signer.ts';
import { readChain } from '../evidence/seal/open-pair.ts';
import { keyFileOf, type SignerFiles } from '../evidence/seal/signer-files.ts';
import { counted } from '../model/counted.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { printable } from './terminal.ts';

/** What there is to say of a certificate and its key. */
export interface KeyAccount {
  readonly certFile: string;
  /** Absent when it cannot be read. */
  readonly certificate?: Certificate;
  /** Those above it in the same file. */
  readonly issuers: readonly Certificate[];
  /** Absent when the certificate alone was named. */
  readonly key?: KeyFacts;
  /** Why they cannot seal; empty when they can. */
  readonly problems: readonly Diagnostic[];
}

interface KeyFacts {
  readonly file: string;
  /** Permissions, as `0600`; absent when there is no such file, or it is a program that signs. */
  readonly mode?: string;
  /** It opens only with a passphrase; absent for a program that signs. */
  readonly encrypted?: boolean;
  /** It is open to its owner alone, and the key of the certificate; absent when no passphrase opened it. */
  readonly fits?: boolean;
}

/** A key with its certificate. */
export async function ofSigner(files: SignerFiles, now: Date): Promise<KeyAccount> {
  const isProgram = 'program' in files;
  const file = isProgram ? files.program : keyFileOf(files);
  const { certificates, diagnostics } = await loadSigner(files, now);
  const [certificate, ...issuers] = certificates;
  const mode = await stat(file).catch(() => undefined);
  const isLocked = diagnostics.some(({ code }) => code === 'KEY_PASSPHRASE');
  const isWrong = diagnostics.some(({ code }) => /^(KEY|PKCS12|SIGNER)_/.test(code));
  return {
    certFile: 'p12File' in files ? file : files.certFile,
    ...(certificate && { certificate }),
    issuers,
    key: {
      file,
      ...(!isProgram && mode && { mode: (mode.mode & 0o777).toString(8).padStart(4, '0') }),
      ...(!isProgram && { encrypted: isLocked || files.passphrase !== undefined }),
      ...(!isLocked && { fits: certificate !== undefined && !isWrong }),
    },
    problems: diagnostics,
  };
}

/** A certificate alone, as whoever reviews has it. */
export async function ofCertificate(certFile: string, now: Date): Promise<KeyAccount> {
  const read = await readChain(certFile);
  if ('problem' in read) return { certFile, issuers: [], problems: [read.problem] };
  const [certificate, ...issuers] = read.value;
  return { certFile, ...(certificate && { certificate }), issuers, problems: unfitness(read.value, certFile, now) };
}

const SCHEME_WORDS = {
  'ecdsa-p256-sha256': 'ECDSA P-256 with SHA-256',
  ed25519: 'Ed25519 (which leaves the PDF unsigned: its readers do not check that)',
  'rsa-pss-sha256': 'RSA-PSS with SHA-256',
} as const;

const PURPOSE_WORDS: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.36': 'documents',
  '1.3.6.1.5.5.7.3.4': 'mail',
};

export function keyLines(account: KeyAccount): readonly string[] {
  const { certFile, certificate, issuers, key } = account;
  return [
    ...(certificate === undefined ? [] : [`certificate  ${printable(certFile)}`, ...certificateLines(certificate)]),
    ...(issuers.length === 0
      ? []
      : [
          `  below      ${counted(issuers.length, 'issuer')}: ${issuers.map(({ subject }) => printable(subject)).join('; ')}`,
        ]),
    ...(key === undefined ? [] : [`key          ${printable(key.file)}`, `  is         ${keyWords(key)}`]),
    ...(certificate === undefined ? [] : toSend(account)),
  ];
}

function certificateLines(certificate: Certificate): readonly string[] {
  const { fingerprint, subject, selfSigned, validFrom, validTo, scheme, x509 } = certificate;
  const issuer = selfSigned ? 'itself: nobody vouches for the name' : lineOf(x509.issuer);
  return [
    `  SHA-256    ${fingerprint}`,
    `  subject    ${printable(subject)}`,
    `  issuer     ${printable(issuer)}`,
    `  valid      ${validFrom.toISOString()} to ${validTo.toISOString()}`,
    `  signs by   ${scheme === undefined ? 'nothing that a seal may bear' : SCHEME_WORDS[scheme]}`,
    `  for        ${purposesOf(certificate).map(purposeWords).join(', ') || 'anything'}`,
  ];
}

const purposeWords = (purpose: string): string =>
  PURPOSE_WORDS[purpose] === undefined ? purpose : `${PURPOSE_WORDS[purpose]} (${purpose})`;

/** Object identifiers of the extended key usage. */
const purposesOf = ({ x509 }: Certificate): readonly string[] => x509.keyUsage ?? [];

const keyWords = ({ mode, encrypted, fits }: KeyFacts): string =>
  [
    ...(mode === undefined ? [] : [`mode ${mode}`]),
    encrypted === undefined ? 'a program' : encrypted ? 'encrypted' : 'not encrypted',
    fits === undefined ? 'not opened' : fits ? 'that of the certificate' : 'NOT fit to seal',
  ].join(', ');

/** A reviewer needs the certificate, and the fingerprint by a way that whoever could change the certificate cannot change. */
const toSend = ({ certFile, key }: KeyAccount): readonly string[] =>
  key === undefined
    ? [`enrol        npx assay trust add signers.json ${printable(certFile)} --ods CODE --product NAME`]
    : [
        `reviewer     send ${key.file === certFile ? 'the certificate in it (never the file)' : printable(certFile)}, and say the SHA-256 by another way, as by telephone; never send the key`,
      ];

/** Names of Node stand in a line each. */
const lineOf = (name: string): string => name.replaceAll('\n', ', ');

export const keyJson = ({ certFile, certificate, issuers, key, problems }: KeyAccount): string =>
  JSON.stringify({
    ...(certificate && { certificate: { file: certFile, ...certificateFacts(certificate) } }),
    issuers: issuers.map(certificateFacts),
    ...(key && { key }),
    problems,
  });

const certificateFacts = (certificate: Certificate) => ({
  sha256: certificate.fingerprint,
  subject: certificate.subject,
  issuer: lineOf(certificate.x509.issuer),
  selfSigned: certificate.selfSigned,
  validFrom: certificate.validFrom.toISOString(),
  validTo: certificate.validTo.toISOString(),
  ...(certificate.scheme && { scheme: certificate.scheme }),
  purposes: purposesOf(certificate),
});

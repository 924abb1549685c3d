import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { CertificateFacts } from '../model/tls.ts';
import { certificateFacts, certificatesIn } from './certificate-facts.ts';
import type { TlsSettings } from './tls.ts';

/** A certificate with its key, as the user has them. */
export type IdentityMaterial = PemMaterial | Pkcs12Material;

interface PemMaterial {
  readonly form: 'pem';
  /** The certificate of the key first, then its issuers. */
  readonly certificate: string;
  readonly key: string;
  /** Of an encrypted key. */
  readonly passphrase?: string;
}

interface Pkcs12Material {
  readonly form: 'pkcs12';
  readonly pkcs12: Uint8Array;
  readonly passphrase?: string;
}

/** What we can show a server that asks who we are. */
export interface ClientIdentity {
  readonly settings: Pick<TlsSettings, 'cert' | 'key' | 'pfx' | 'passphrase'>;
  readonly certificate: CertificateFacts;
}

export type ReadIdentity = { readonly identity: ClientIdentity } | { readonly problem: Diagnostic };

/**
 * Opens a certificate and its key. A problem is located by the member of the material that it lies in.
 * Codes: CERTIFICATE_UNREADABLE, KEY_TYPE, KEY_PASSPHRASE, KEY_MISMATCH, PKCS12_UNSUPPORTED.
 */
export function readIdentity(material: IdentityMaterial): ReadIdentity {
  return material.form === 'pem' ? fromPem(material) : fromPkcs12(material);
}

/** Why a certificate cannot be shown on a day; undefined when it can. */
export function outOfDate({ notBefore, notAfter, subject }: CertificateFacts, now: Date): Diagnostic | undefined {
  if (now < new Date(notBefore)) return expired(`The certificate of ${subject} is not valid before ${notBefore}`);
  if (now > new Date(notAfter)) return expired(`The certificate of ${subject} expired at ${notAfter}`);
  return undefined;
}

const expired = (message: string): Diagnostic => ({
  code: 'CERTIFICATE_EXPIRED',
  severity: 'error',
  message,
  hint: 'Ask for a new one. A certificate that a case shows because it is out of date belongs under `identities`.',
});

function fromPem({ certificate, key, passphrase }: PemMaterial): ReadIdentity {
  const [own] = certificatesIn(certificate) ?? [];
  if (own === undefined) return { problem: NOT_CERTIFICATES };
  const opened = openKey(key, passphrase);
  if ('problem' in opened) return opened;
  if (!own.checkPrivateKey(opened.key)) return { problem: MISMATCH };
  return {
    identity: {
      settings: { cert: certificate, key, ...(passphrase !== undefined && { passphrase }) },
      certificate: certificateFacts(own),
    },
  };
}

function openKey(
  pem: string,
  passphrase: string | undefined,
): { readonly key: KeyObject } | { readonly problem: Diagnostic } {
  try {
    return { key: createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) }) };
  } catch {
    const isEncrypted = /BEGIN ENCRYPTED PRIVATE KEY|^Proc-Type: 4,ENCRYPTED/m.test(pem);
    return { problem: isEncrypted ? wrongPassphrase('key', passphrase) : NOT_A_KEY };
  }
}

function fromPkcs12({ pkcs12, passphrase }: Pkcs12Material): ReadIdentity {
  const settings = { pfx: Buffer.from(pkcs12), ...(passphrase !== undefined && { passphrase }) };
  try {
    const certificate = certificateOf(settings);
    return certificate === undefined
      ? { problem: NOT_PKCS12 }
      : { identity: { settings, certificate: certificateFacts(certificate) } };
  } catch (cause) {
    return { problem: problemOfPkcs12(String(cause), passphrase) };
  }
}

/** Node opens a PKCS#12 only for TLS; the certificate comes out of a connection that is never made. */
function certificateOf(settings: ClientIdentity['settings']): X509Certificate | undefined {
  const socket = new TLSSocket(new Socket(), { isServer: true, secureContext: createSecureContext(settings) });
  try {
    return socket.getX509Certificate();
  } finally {
    socket.destroy();
  }
}

/** OpenSSL gives these no code, only words. */
function problemOfPkcs12(said: string, passphrase: string | undefined): Diagnostic {
  if (/mac verify failure/i.test(said)) return wrongPassphrase('pkcs12', passphrase);
  if (/unsupported/i.test(said)) return LEGACY;
  return NOT_PKCS12;
}

type Member = 'certificate' | 'key' | 'passphrase' | 'pkcs12';

const problem = (code: DiagnosticCode, at: Member, message: string, hint: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  hint,
  location: { pointer: `/${at}` },
});

const wrongPassphrase = (of: 'key' | 'pkcs12', given: string | undefined): Diagnostic =>
  problem(
    'KEY_PASSPHRASE',
    given === undefined ? of : 'passphrase',
    `The ${of === 'key' ? 'key' : 'PKCS#12 file'} is encrypted, and ${given === undefined ? 'no' : 'the wrong'} passphrase is given`,
    'Let `passphrase` refer to it, as env:CLIENT_PASSPHRASE or file:client.passphrase.',
  );

const NOT_CERTIFICATES = problem(
  'CERTIFICATE_UNREADABLE',
  'certificate',
  'This is not a list of certificates in PEM',
  'It must hold the certificate of the key first, then those of its issuers.',
);

const NOT_A_KEY = problem(
  'KEY_TYPE',
  'key',
  'This is not a private key in PEM',
  'Write a DER key as PEM with: openssl pkey -inform der -in key.der -out key.pem',
);

const MISMATCH = problem(
  'KEY_MISMATCH',
  'key',
  'This is not the key of the certificate',
  'Name the two that belong together, with the certificate of the key first in its file.',
);

const NOT_PKCS12 = problem(
  'CERTIFICATE_UNREADABLE',
  'pkcs12',
  'This is not a PKCS#12 file with one certificate and its key',
  'Make one with: openssl pkcs12 -export -in client.pem -inkey client.key -out client.p12',
);

const LEGACY = problem(
  'PKCS12_UNSUPPORTED',
  'pkcs12',
  'The PKCS#12 file is encrypted with an algorithm that OpenSSL 3 no longer offers, as RC2',
  'Encrypt it anew: openssl pkcs12 -legacy -in old.p12 -out both.pem; openssl pkcs12 -export -in both.pem -out new.p12; then delete both.pem.',
);

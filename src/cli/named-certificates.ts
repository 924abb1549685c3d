import { type Certificate, readCertificate } from '../evidence/format/certificate.ts';
import { parsePem } from '../evidence/format/pem.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { readNamed } from './named-file.ts';

const FINGERPRINT = /^[0-9a-f]{2}(:?[0-9a-f]{2}){31}$/i;

/** A SHA-256 fingerprint as people write it, in lower-case hex without colons; undefined for anything else. */
export const fingerprintOf = (text: string): string | undefined =>
  FINGERPRINT.test(text) ? text.replaceAll(':', '').toLowerCase() : undefined;

export type Named<T> = { readonly value: T } | { readonly problem: Diagnostic };

/** The certificates in a file of PEM that the user named; there is at least one. */
export async function namedCertificates(file: string, cwd: string): Promise<Named<readonly Certificate[]>> {
  const read = await readNamed(file, cwd);
  if ('problem' in read) return read;
  const ders = parsePem(Buffer.from(read.bytes).toString('utf8'));
  const certificates = ders.map(readCertificate).filter((certificate) => certificate !== undefined);
  return certificates.length > 0 && certificates.length === ders.length
    ? { value: certificates }
    : { problem: noCertificate(file) };
}

const noCertificate = (file: string): Diagnostic => ({
  code: 'CERTIFICATE_UNREADABLE',
  severity: 'error',
  message: `${file} holds no certificate in PEM`,
  hint: 'Give the certificate of the signer, or of an authority above it, or a SHA-256 fingerprint.',
});

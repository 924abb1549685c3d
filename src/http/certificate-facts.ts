import type { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '../model/tls.ts';

export function certificateFacts(certificate: X509Certificate): CertificateFacts {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    serial: certificate.serialNumber,
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

/** Node writes each part of a name on a line of its own. */
const oneLine = (name: string): string => name.split('\n').join(', ');

import { X509Certificate } from 'node:crypto';
import { decodeBase64 } from './canonical.ts';

/** Certificates (DER) as PEM of RFC 7468 in its strict form, with line feeds. */
export const certificatesPem = (certificates: readonly Uint8Array[]): string =>
  certificates.map((der) => new X509Certificate(der).toString()).join('');

/** Every certificate block in a text as people keep it, with whatever stands around it. */
export function parsePem(text: string): readonly Buffer[] {
  const blocks = text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g);
  return [...blocks]
    .map(([, body = '']) => decodeBase64(body.replaceAll(/\s/g, '')))
    .filter((certificate) => certificate !== undefined);
}

import { decodeBase64, encodeBase64 } from './base64.ts';

const LABEL = 'CERTIFICATE';
const LINE_LENGTH = 64;

/** Certificates (DER) as PEM of RFC 7468 in its strict form, with line feeds. */
export function certificatesPem(certificates: readonly Uint8Array[]): string {
  return certificates.map(block).join('');
}

/** The certificates of a file that is exactly what `certificatesPem` writes; undefined otherwise. */
export function parseStrictPem(text: string): readonly Buffer[] | undefined {
  const certificates = parsePem(text);
  return certificatesPem(certificates) === text ? certificates : undefined;
}

/** Every certificate block in a text as people keep it, with whatever stands around it. */
export function parsePem(text: string): readonly Buffer[] {
  const blocks = text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g);
  return [...blocks]
    .map(([, body = '']) => decodeBase64(body.replaceAll(/\s/g, '')))
    .filter((certificate) => certificate !== undefined);
}

function block(certificate: Uint8Array): string {
  const lines = encodeBase64(certificate).match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? [];
  return `-----BEGIN ${LABEL}-----\n${lines.join('\n')}\n-----END ${LABEL}-----\n`;
}

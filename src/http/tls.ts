import { createHash } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { TlsFacts } from '../model/exchange.ts';

/** RFC 8996 retired what came before. */
export const OLDEST_TLS = 'TLSv1.2';

/** Whom to trust and what to show, as PEM texts. Certificates are always verified: there is no way to switch that off. */
export interface TlsSettings {
  /** Trusted instead of the roots that come with Node. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Undefined until the handshake is done. */
export function tlsFacts(socket: TLSSocket): TlsFacts | undefined {
  const { raw, subject } = socket.getPeerCertificate();
  const protocol = socket.getProtocol();
  if (protocol === null || raw === undefined) return undefined;
  return {
    protocol,
    cipher: socket.getCipher().standardName,
    peerFingerprint: createHash('sha256').update(raw).digest('hex'),
    peerSubject: Object.entries(subject)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(', '),
  };
}

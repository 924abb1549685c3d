import { createHash } from 'node:crypto';
import type { SecureVersion, TLSSocket } from 'node:tls';
import type { TlsFacts } from '../model/exchange.ts';

/** RFC 8996 retired what came before. */
export const OLDEST_TLS = 'TLSv1.2';

/**
 * Whom to trust, what to show and what to offer, by the names that Node gives them; certificates and keys in PEM. The server's certificate
 * is always verified: there is no way to switch that off.
 */
export interface TlsSettings {
  /** Trusted instead of the roots that come with Node. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** PKCS#12 in place of `cert` and `key`. Node also trusts the issuers that lie in it. */
  readonly pfx?: Buffer;
  readonly passphrase?: string;
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
  /** Names of OpenSSL, parted by colons. Those of TLS 1.3 begin with `TLS_`. */
  readonly ciphers?: string;
  /** The name that the certificate of the server must have, and that it is asked for (RFC 6066 section 3). */
  readonly servername?: string;
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

import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, SecureVersion, TLSSocket } from 'node:tls';
import type { TlsAgreement } from '../model/exchange.ts';
import type { CertificateFacts } from '../model/tls.ts';
import { certificateFacts } from './certificate-facts.ts';

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

/** Fingerprint of the certificate that a connection holds ready for a server that asks. */
export function clientFingerprint(socket: TLSSocket): string | undefined {
  const own = socket.getX509Certificate();
  return own && certificateFacts(own).fingerprint;
}

/** Undefined until the handshake is done. */
export function agreementOf(socket: TLSSocket): TlsAgreement | undefined {
  const protocol = socket.getProtocol();
  const peer = chainOf(socket.getPeerCertificate(true));
  if (protocol === null || peer.length === 0) return undefined;
  const { alpnProtocol } = socket;
  return {
    protocol,
    cipher: socket.getCipher().standardName,
    ...(typeof alpnProtocol === 'string' && { alpn: alpnProtocol }),
    peer,
  };
}

/** Node ends a chain with a root that is its own issuer, or with nothing. */
function chainOf(first: DetailedPeerCertificate | undefined): readonly CertificateFacts[] {
  const chain: CertificateFacts[] = [];
  const seen = new Set<DetailedPeerCertificate>();
  for (let next = first; next?.raw !== undefined && !seen.has(next); next = next.issuerCertificate) {
    seen.add(next);
    chain.push(certificateFacts(new X509Certificate(next.raw)));
  }
  return chain;
}

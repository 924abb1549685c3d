import type { ServerOptions } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { SecureContextOptions, TLSSocket } from 'node:tls';
import type { Refusal } from '../model/refusal.ts';
import type { ClientFault } from '../model/tls.ts';
import { certificateFacts } from './certificate-facts.ts';
import { answeringPlainHttp } from './plain-beside-tls.ts';
import { resettable } from './reset.ts';
import { OLDEST_TLS } from './tls.ts';

/** How a server shows itself over TLS, and whom it lets in. PEM texts. */
export interface ServerTls {
  readonly cert: string;
  readonly key: string;
  /** By their names in OpenSSL; the usual of Node when absent. */
  readonly ciphers?: readonly string[];
  /** Asks clients for a certificate. */
  readonly clients?: ClientPolicy;
  /** What becomes of clients that speak plain HTTP to the port; by default it is closed to them. */
  readonly plainHttp?: 'close' | 'answer';
}

export interface ClientPolicy {
  readonly authorities: string;
  /** One list for every authority; without any, nothing counts as revoked. */
  readonly revoked?: readonly string[];
  /** Common names that are let in; all when absent. */
  readonly names?: readonly string[];
  /** What is overlooked all the same. */
  readonly tolerates?: readonly ClientFault[];
}

/** A server that closes the connection of a client whose certificate does not meet the policy. */
export function createSecureServer(
  options: ServerOptions,
  tls: ServerTls,
  onRefused: (refusal: Refusal) => void,
): Server {
  const { clients, plainHttp } = tls;
  const server = createServer({
    ...options,
    ...secureContextOf(tls),
    ...(options.headersTimeout !== undefined && { handshakeTimeout: options.headersTimeout }),
    ALPNProtocols: ['http/1.1'],
    ...(clients !== undefined && { requestCert: true, rejectUnauthorized: false }),
  });
  if (clients !== undefined) {
    server.prependListener('secureConnection', (socket: TLSSocket) => {
      const fault = faultOf(socket, clients);
      if (fault === undefined || clients.tolerates?.includes(fault)) return;
      onRefused({ kind: `certificate-${fault}`, ...shownOn(socket) });
      socket.destroy();
    });
  }
  return resettable(plainHttp === 'answer' ? answeringPlainHttp(server, options) : server);
}

/** What handshakes are made with. */
export const secureContextOf = ({
  cert,
  key,
  ciphers,
  clients,
}: Partial<Omit<ServerTls, 'plainHttp'>>): SecureContextOptions => ({
  ...(cert !== undefined && { cert }),
  ...(key !== undefined && { key }),
  minVersion: OLDEST_TLS,
  // Without parameters of its own OpenSSL offers no ciphers with DHE.
  dhparam: 'auto',
  ...(ciphers !== undefined && { ciphers: ciphers.join(':') }),
  ...(clients !== undefined && { ca: clients.authorities }),
  ...(clients?.revoked !== undefined && { crl: [...clients.revoked] }),
});

/** What is wrong with the certificate of a client. */
function faultOf(socket: TLSSocket, { names }: ClientPolicy): ClientFault | undefined {
  const { subject } = socket.getPeerCertificate();
  if (subject === undefined) return 'missing';
  if (!socket.authorized) return FAULTS[String(socket.authorizationError)] ?? 'other-authority';
  return names?.includes(String(subject.CN)) === false ? 'other-name' : undefined;
}

const shownOn = (socket: TLSSocket): Pick<Refusal, 'about'> => {
  const shown = socket.getPeerX509Certificate();
  return shown === undefined ? {} : { about: certificateFacts(shown).subject };
};

/** What OpenSSL calls it; all else is about the issuer. */
const FAULTS: Readonly<Record<string, ClientFault>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'expired',
  CERT_REVOKED: 'revoked',
};

/** RFC 8996 retired what came before. */
export const TLS_VERSIONS = ['1.2', '1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** What an X.509 certificate says, without its key. */
export interface CertificateFacts {
  /** `CN=provider.example, O=Example` */
  readonly subject: string;
  readonly issuer: string;
  /** Upper-case hex. */
  readonly serial: string;
  /** RFC 3339 instants, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256 of the certificate (DER), lower-case hex. */
  readonly fingerprint: string;
}

/** How a run connects over TLS, as far as it may be written down: never a key. */
export interface TransportPlan {
  /** The certificates that it can show, by the names with which cases ask for them; `own` is shown unless a case says otherwise. */
  readonly certificates: Readonly<Record<string, CertificateFacts>>;
  /** Fingerprints of the authorities that are trusted instead of the usual ones. */
  readonly authorities?: readonly string[];
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
  readonly ciphers?: readonly string[];
  readonly serverName?: string;
}

/** The certificate that is shown unless a case says otherwise. */
export const OWN_CERTIFICATE = 'own';

/** What can be wrong with the certificate that a client shows. */
export const CLIENT_FAULTS = ['missing', 'expired', 'other-name', 'other-authority', 'revoked'] as const;
export type ClientFault = (typeof CLIENT_FAULTS)[number];

/** What can be wrong with the certificate that a server shows. */
export const SERVER_FAULTS = ['expired', 'other-name', 'other-authority'] as const;
export type ServerFault = (typeof SERVER_FAULTS)[number];

/** What a client under test may meet: a certificate with a fault, or an alert in place of a handshake. */
export const LISTEN_FAULTS = [...SERVER_FAULTS, 'alert'] as const;
export type ListenFault = (typeof LISTEN_FAULTS)[number];

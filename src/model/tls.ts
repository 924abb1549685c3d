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

/** Something that signs: a key in a file, and one day a token or a service that never gives the key away. */
export interface Signer {
  /** DER, the signer's own first, then each certificate's issuer, without the root (unless the signer is self-signed). */
  readonly certificateChain: readonly Uint8Array[];
  /** ECDSA P-256 with SHA-256 in DER, Ed25519, or RSA-PSS with SHA-256, as the signer's certificate says. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

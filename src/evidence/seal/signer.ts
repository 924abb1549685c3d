/**
 * Something that signs. It knows nothing of what is signed: bundles, reports in PDF, countersignatures and lists of signers all come to it
 * as bytes. Keys in files (`loadSigner`) are one kind; whatever never gives its key away, as a token behind PKCS#11 or a key service, is
 * another, for which a program can stand (`programSigner`, `--signer`).
 */
export interface Signer {
  /** DER, the signer's own first, then each certificate's issuer, without the root (unless the signer is self-signed). */
  readonly certificateChain: readonly Uint8Array[];
  /**
   * Signs the bytes themselves, which may be some megabytes: hashing is the signer's, or of whatever it calls. As the certificate says, it gives
   * ECDSA P-256 with SHA-256 in DER, Ed25519, or RSA-PSS with SHA-256 and a salt of 32 bytes. Rejects when there is no signature to be had.
   */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

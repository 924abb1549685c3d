import { count, list, object, oneOf, type Shaped, text } from '../../model/shape.ts';
import { digest, instant } from '../format/canonical.ts';
import { type Read, undecided, unless } from '../format/finding.ts';
import { type DocumentKind, readSignedDocument, type SignedBy } from './signed-document.ts';

export const TRUST_STORE_V1 = 'assay/trust-store/1';

/** A certificate that may sign evidence about one product of one organisation. */
const signer = object({
  odsCode: text,
  product: text,
  /** Of the certificate (DER). */
  sha256: digest,
  validFrom: instant,
  validTo: instant,
  status: oneOf(['active', 'revoked']),
});

export type EnrolledSigner = Shaped<typeof signer>;

/** Whom a body of reviewers has enrolled as signers of evidence. Each version replaces the one before. */
const store = object({
  schema: oneOf([TRUST_STORE_V1]),
  /** From 1, one more each time it is signed. */
  version: count,
  /** When it must have been renewed. */
  expires: instant,
  signers: list(signer),
});

export type TrustStore = Shaped<typeof store>;

export const TRUST_STORE: DocumentKind<TrustStore> = {
  what: 'trust store',
  payloadType: 'application/vnd.assay.trust-store+json',
  code: 'TRUST_STORE_INVALID',
  shape: store,
};

export interface StoreCheck extends SignedBy {
  /** The newest version that the reviewer has seen. */
  readonly lastVersion?: number;
}

/** Reads a store that the root signed and that is neither over nor older than one seen before: TRUST_STORE_INVALID, _EXPIRED, _ROLLED_BACK. */
export function readTrustStore(bytes: Uint8Array, check: StoreCheck): Read<TrustStore> {
  const read = readSignedDocument(bytes, TRUST_STORE, check);
  if ('findings' in read) return read;
  const { version, expires } = read.value;
  const { now, lastVersion = 0 } = check;
  const hint = 'Ask whoever keeps the trust store for a current one.';
  const over = `The trust store was to be renewed by ${expires}`;
  const older = `The trust store has version ${version}, and version ${lastVersion} was seen before`;
  const findings = [
    ...unless(now <= new Date(expires), undecided('TRUST_STORE_EXPIRED', over, hint)),
    ...unless(version >= lastVersion, undecided('TRUST_STORE_ROLLED_BACK', older, hint)),
  ];
  return findings.length > 0 ? { findings } : read;
}

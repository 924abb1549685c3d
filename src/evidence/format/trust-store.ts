import { count, list, matching, object, oneOf, text } from '../../model/shape.ts';
import { type Read, undecided, unless } from './finding.ts';
import { type DocumentKind, readSignedDocument, type SignedBy } from './signed-document.ts';

/** Whom a body of reviewers has enrolled as signers of evidence. Each version replaces the one before. */
export interface TrustStore {
  readonly schema: typeof TRUST_STORE_V1;
  /** From 1, one more each time it is signed. */
  readonly version: number;
  /** RFC 3339 instant after which it must have been renewed. */
  readonly expires: string;
  readonly signers: readonly EnrolledSigner[];
}

/** A certificate that may sign evidence about one product of one organisation. */
export interface EnrolledSigner {
  readonly odsCode: string;
  readonly product: string;
  /** Of the certificate (DER), lower-case hex. */
  readonly sha256: string;
  /** RFC 3339 instants. */
  readonly validFrom: string;
  readonly validTo: string;
  readonly status: 'active' | 'revoked';
}

export const TRUST_STORE_V1 = 'assay/trust-store/1';

const instant = matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

export const TRUST_STORE: DocumentKind = {
  what: 'trust store',
  payloadType: 'application/vnd.assay.trust-store+json',
  code: 'TRUST_STORE_INVALID',
  shape: object<TrustStore>({
    schema: oneOf([TRUST_STORE_V1]),
    version: count,
    expires: instant,
    signers: list(
      object<EnrolledSigner>({
        odsCode: text,
        product: text,
        sha256: matching(/^[0-9a-f]{64}$/),
        validFrom: instant,
        validTo: instant,
        status: oneOf(['active', 'revoked']),
      }),
    ),
  }),
};

export interface StoreCheck extends SignedBy {
  /** The newest version that the reviewer has seen. */
  readonly lastVersion?: number;
}

/** Reads a store that the root signed and that is neither over nor older than one seen before: TRUST_STORE_INVALID, _EXPIRED, _ROLLED_BACK. */
export function readTrustStore(bytes: Uint8Array, check: StoreCheck): Read<TrustStore> {
  const read = readSignedDocument(bytes, TRUST_STORE, check);
  if ('findings' in read) return read;
  // The shape was checked member by member.
  const store = read.value as unknown as TrustStore;
  const { now, lastVersion = 0 } = check;
  const hint = 'Ask whoever keeps the trust store for a current one.';
  const over = `The trust store was to be renewed by ${store.expires}`;
  const older = `The trust store has version ${store.version}, and version ${lastVersion} was seen before`;
  const findings = [
    ...unless(now <= new Date(store.expires), undecided('TRUST_STORE_EXPIRED', over, hint)),
    ...unless(store.version >= lastVersion, undecided('TRUST_STORE_ROLLED_BACK', older, hint)),
  ];
  return findings.length > 0 ? { findings } : { value: store };
}

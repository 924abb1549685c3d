import { type Digest, sha256 } from '../../model/digest.ts';
import { list, matching, object, oneOf, text } from '../../model/shape.ts';
import { WAIVERS_FILE } from '../../model/waiver.ts';
import type { Read } from './finding.ts';
import { type DocumentKind, readSignedDocument, type SignedBy } from './signed-document.ts';

/** The suites that were published, by release. */
export interface SuiteIndex {
  readonly schema: typeof SUITE_INDEX_V1;
  readonly releases: readonly {
    readonly version: string;
    readonly suites: readonly PublishedSuites[];
  }[];
}

interface PublishedSuites {
  /** Id of the interface. */
  readonly api: string;
  readonly sha256: string;
}

export const SUITE_INDEX_V1 = 'assay/suite-index/1';

export const SUITE_INDEX: DocumentKind = {
  what: 'index of suites',
  payloadType: 'application/vnd.assay.suite-index+json',
  code: 'SUITE_INDEX_INVALID',
  shape: object<SuiteIndex>({
    schema: oneOf([SUITE_INDEX_V1]),
    releases: list(
      object<SuiteIndex['releases'][number]>({
        version: text,
        suites: list(object<PublishedSuites>({ api: text, sha256: matching(/^[0-9a-f]{64}$/) })),
      }),
    ),
  }),
};

export function readSuiteIndex(bytes: Uint8Array, signedBy: SignedBy): Read<SuiteIndex> {
  const read = readSignedDocument(bytes, SUITE_INDEX, signedBy);
  // The shape was checked member by member.
  return 'findings' in read ? read : { value: read.value as unknown as SuiteIndex };
}

/** What the supplier brings beside the suites, and reports tell of: official definitions below this folder, and waivers. */
const PACKAGES = 'packages/';
const isOfSupplier = (path: string): boolean => path.startsWith(PACKAGES) || path === WAIVERS_FILE;

/** Names the files that a plan was made from: the digest of the lines that `sha256sum` gives for them, sorted by path. */
export function suiteDigest(inputs: readonly Digest[]): string {
  const lines = inputs
    .filter(({ path }) => !isOfSupplier(path))
    .sort((left, right) => (left.path < right.path ? -1 : 1))
    .map((input) => `${input.sha256}  ${input.path}\n`);
  return sha256(lines.join(''));
}

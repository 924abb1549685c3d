import { type Digest, sha256 } from '../../model/digest.ts';
import { list, object, oneOf, type Shaped, text } from '../../model/shape.ts';
import { WAIVERS_FILE } from '../../model/waiver.ts';
import { digest } from './canonical.ts';
import type { DocumentKind } from './signed-document.ts';

export const SUITE_INDEX_V1 = 'assay/suite-index/1';

/** The suites that were published, by release. */
const index = object({
  schema: oneOf([SUITE_INDEX_V1]),
  releases: list(
    object({
      version: text,
      /** By the id of their interface. */
      suites: list(object({ api: text, sha256: digest })),
    }),
  ),
});

export type SuiteIndex = Shaped<typeof index>;

export const SUITE_INDEX: DocumentKind<SuiteIndex> = {
  what: 'index of suites',
  payloadType: 'application/vnd.assay.suite-index+json',
  code: 'SUITE_INDEX_INVALID',
  shape: index,
};

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

import { type Digest, sha256 } from '../../model/digest.ts';
import { list, object, oneOf, optional, type Shaped, text } from '../../model/shape.ts';
import { isSupplierFile } from '../../model/supplier-file.ts';
import { digest } from '../format/canonical.ts';
import type { DocumentKind } from './signed-document.ts';

export const SUITE_INDEX_V1 = 'assay/suite-index/1';

/** The suites that were published, by release, and packages of definitions that are known to be those of their publishers. */
const index = object({
  schema: oneOf([SUITE_INDEX_V1]),
  releases: list(
    object({
      version: text,
      /** By the id of their interface. */
      suites: list(object({ api: text, sha256: digest })),
      /** Archives, as their publishers give them. */
      packages: optional(list(object({ name: text, version: text, sha256: digest }))),
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

/** What the supplier brings beside the suites, and reports tell of: official definitions below this folder, waivers, and a policy of redaction. */
const PACKAGES = 'packages/';
const isPackage = ({ path }: Digest): boolean => path.startsWith(PACKAGES);
const isOfSupplier = (input: Digest): boolean => isPackage(input) || isSupplierFile(input.path);

/** The archives of definitions that the supplier brought. */
export const packagesIn = (inputs: readonly Digest[]): readonly Digest[] => inputs.filter(isPackage);

/** Names the files that a plan was made from: the digest of the lines that `sha256sum` gives for them, sorted by path. */
export function suiteDigest(inputs: readonly Digest[]): string {
  const lines = inputs
    .filter((input) => !isOfSupplier(input))
    .sort((left, right) => (left.path < right.path ? -1 : 1))
    .map((input) => `${input.sha256}  ${input.path}\n`);
  return sha256(lines.join(''));
}

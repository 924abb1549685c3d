import type { SuiteIndex } from '../evidence/review/suite-index.ts';
import type { EnrolledSigner, TrustStore } from '../evidence/review/trust-store.ts';
import { printable } from './terminal.ts';

/** Whoever verifies takes a certificate for revoked as soon as one of its entries is. */
export const isRevoked = (signers: readonly EnrolledSigner[], sha256: string): boolean =>
  signers.some((one) => one.sha256 === sha256 && one.status === 'revoked');

/** A line for each entry. */
export const entryLines = (signers: readonly EnrolledSigner[]): readonly string[] =>
  signers.map(({ odsCode, product, validFrom, validTo, sha256 }) => {
    const status = isRevoked(signers, sha256) ? 'revoked' : 'active';
    return `${status.padEnd(8)} ${printable(odsCode)}  ${printable(product)}  ${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)}  ${sha256}`;
  });

export function storeLines({ version, expires, signers }: TrustStore): readonly string[] {
  const standing =
    version === 0
      ? 'a draft that was never signed'
      : `version ${version}, to be renewed by ${expires}; its signature was not checked`;
  return [standing, ...entryLines(signers)];
}

export const indexLines = ({ releases }: SuiteIndex): readonly string[] => [
  'an index of suites; whether it is signed, and by whom, was not checked',
  ...releases.flatMap(({ version, suites, packages = [] }) => [
    ...suites.map(({ api, sha256 }) => `${printable(version)}  suites ${printable(api)}  ${sha256}`),
    ...packages.map(
      (one) => `${printable(version)}  package ${printable(one.name)} ${printable(one.version)}  ${one.sha256}`,
    ),
  ]),
];

import { type Certificate, DOCUMENT_SIGNING, isIssuedBy, KEY_USAGE, TIME_STAMPING } from './certificate.ts';
import { MIN_RSA_BITS } from './signature.ts';

/** What is asked of a certificate, and what is said of one that does not have it. */
type Demand = readonly [holds: boolean, problem: string];

/** Why a certificate may not sign evidence, in plain words; empty when it may. */
export const signerProblems = (certificate: Certificate): readonly string[] =>
  problemsOf(certificate, [
    [certificate.scheme !== undefined, `its key is none of ECDSA P-256, Ed25519 and RSA from ${MIN_RSA_BITS} bits`],
    [certificate.isVersion3, 'it is of X.509 version 1, which cannot say what its key is for'],
    [certificate.purposes?.includes(DOCUMENT_SIGNING) !== false, 'its key is for other purposes than documents'],
    ...ofSigners(certificate),
  ]);

/** Why a certificate may not give time-stamps (RFC 3161 section 2.3): that must be all that it is for. */
export function timeAuthorityProblems(certificate: Certificate): readonly string[] {
  const { purposes = [], purposesCritical } = certificate;
  const forTimes = purposesCritical && purposes.join() === TIME_STAMPING;
  return problemsOf(certificate, [[forTimes, 'its key is not for time-stamps alone'], ...ofSigners(certificate)]);
}

/** Why the issuers behind the certificate of a signer are not its own, one above the other, without the root; empty when they are. */
export const chainProblems = (chain: readonly Certificate[]): readonly string[] =>
  chain
    .slice(1)
    .flatMap((issuer, below) => [
      ...(issuer.selfSigned ? ['It brings its own root'] : []),
      ...issuerProblems(issuer, below).map((problem) => `${issuer.subject}: ${problem}`),
      ...(isIssuedBy(chain[below], issuer) ? [] : [`${issuer.subject} did not issue the certificate before it`]),
    ]);

/** Why a certificate may not issue others. `below` counts the authorities between it and the signer. */
export const issuerProblems = (certificate: Certificate, below: number): readonly string[] =>
  problemsOf(certificate, [
    [certificate.authority, 'it is not that of an authority'],
    // RFC 5280 section 4.2.1.3: an authority says what its key is for.
    [((certificate.keyUsage ?? 0) & KEY_USAGE.certSign) !== 0, 'its key may not sign certificates'],
    [(certificate.pathLength ?? below) >= below, 'it stands too far above the signer'],
  ]);

const ofSigners = (certificate: Certificate): readonly Demand[] => [
  [!certificate.authority, 'it is that of an authority'],
  // A certificate that limits no use allows all.
  [((certificate.keyUsage ?? 0xff) & KEY_USAGE.signature) !== 0, 'its key may not be used for signatures'],
];

const problemsOf = ({ signedStrongly, unknownCritical }: Certificate, demands: readonly Demand[]): readonly string[] =>
  [
    ...demands,
    [signedStrongly, 'it is signed with a weak or unknown algorithm'] as const,
    [unknownCritical.length === 0, 'it has critical extensions that are not understood'] as const,
  ]
    .filter(([holds]) => !holds)
    .map(([, problem]) => problem);

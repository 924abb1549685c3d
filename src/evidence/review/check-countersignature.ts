import { isDeepStrictEqual } from 'node:util';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { MANIFEST } from '../format/bundle-layout.ts';
import { readCertificate } from '../format/certificate.ts';
import { isSigned, STATEMENT_TYPE } from '../format/dsse.ts';
import { refuse, rejected, undecided } from '../format/finding.ts';
import { parseSeal } from '../format/sigstore-bundle.ts';
import { checkSigner } from '../verify/signer.ts';
import { type BundleFacts, outcomeOf, type Trust, type Verification } from '../verify/verification.ts';
import type { VerifyRequest } from '../verify/verify.ts';
import { acceptedIn, type Decision, parseCountersignature } from './countersignature.ts';

/** A file beside the bundle, in which a reviewer signs what they decide of it. */
export interface GivenCountersignature {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** What a reviewer decided, and who signed it. */
export interface CountersignatureFacts {
  /** As the reviewer says. */
  readonly reviewer: string;
  readonly subject: string;
  readonly fingerprint: string;
  /** By the clock of the reviewer. */
  readonly at: string;
  readonly decisions: readonly Decision[];
}

/** A verification, with what reviewers signed of the bundle. */
export interface Reviewed extends Verification {
  readonly facts: BundleFacts & { readonly countersigned?: readonly CountersignatureFacts[] };
}

/** Holds what reviewers signed to a bundle that was found intact. Whether it is accepted as evidence was decided without them. */
export function withReviews(
  sealed: Verification,
  given: readonly GivenCountersignature[],
  { trust, now }: VerifyRequest,
): Reviewed {
  const { manifestDigest } = sealed.facts;
  if (sealed.outcome === 'rejected' || manifestDigest === undefined || given.length === 0) return sealed;
  const reviews = given.map((one) => checkCountersignature(one, { manifestDigest, trust, now }));
  const findings = [...sealed.findings, ...reviews.flatMap((review) => review.findings)];
  const countersigned = reviews.flatMap(({ facts }) => (facts === undefined ? [] : [facts]));
  return {
    ...sealed,
    outcome: outcomeOf(findings),
    findings,
    facts: { ...sealed.facts, ...(countersigned.length > 0 && { countersigned }) },
  };
}

/**
 * Whether a reviewer whom the reader trusts signed decisions about this very bundle. The seal of the supplier is another's, and stands or
 * falls on its own. Codes: COUNTERSIGNATURE_INVALID, COUNTERSIGNATURE_OF_ANOTHER; COUNTERSIGNER_UNKNOWN leaves it undecided.
 */
function checkCountersignature(
  { file, bytes }: GivenCountersignature,
  { manifestDigest, trust, now }: { readonly manifestDigest: string; readonly trust: Trust; readonly now: Date },
): { readonly findings: readonly Diagnostic[]; readonly facts?: CountersignatureFacts } {
  const invalid = (why: string) => refuse('COUNTERSIGNATURE_INVALID', why, { file });
  const seal = parseSeal(bytes);
  if ('findings' in seal) return invalid('It is not a Sigstore bundle of ours');
  const certificate = readCertificate(seal.value.certificate);
  if (certificate === undefined || !isSigned(seal.value, STATEMENT_TYPE, certificate)) {
    return invalid(
      'The signature is not that of the decisions by the key of the certificate, or that is malformed or weak',
    );
  }
  const read = parseCountersignature(seal.value.payload, (why) => invalid(`What is signed are no decisions: ${why}`));
  if ('findings' in read) return read;
  const statement = read.value;
  const { reviewer, decisions } = statement.predicate['x-assay'];
  if (!isDeepStrictEqual(statement.predicate.properties, acceptedIn(decisions))) {
    return invalid('Its properties are not the requirements that it accepts');
  }
  if (!isDeepStrictEqual(statement.subject, [{ name: MANIFEST, digest: { sha256: manifestDigest } }])) {
    return {
      findings: [rejected('COUNTERSIGNATURE_OF_ANOTHER', 'The decisions are about another bundle', { file })],
    };
  }
  const { timeCreated } = statement.predicate;
  const sealedAt = new Date(timeCreated);
  const { findings, signer } = checkSigner(certificate, [certificate], { trust, knownAt: now, sealedAt });
  const broken = findings.find(({ severity }) => severity === 'error');
  if (broken !== undefined) return invalid(broken.message);
  return {
    findings: findings.length === 0 ? [] : [unknownReviewer(reviewer)],
    facts: { reviewer, subject: signer.subject, fingerprint: signer.fingerprint, at: timeCreated, decisions },
  };
}

const unknownReviewer = (reviewer: string): Diagnostic =>
  undecided(
    'COUNTERSIGNER_UNKNOWN',
    `Whoever signed as ${reviewer} is not among those trusted, or their certificate is not valid now`,
    'Compare its fingerprint with the one that you know of, then name it with --trust.',
  );

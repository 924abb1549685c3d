import { isDeepStrictEqual } from 'node:util';
import { type Diagnostic, isError } from '../../model/diagnostic.ts';
import { MANIFEST } from '../format/bundle-layout.ts';
import { readCertificate } from '../format/certificate.ts';
import { isSigned, STATEMENT_TYPE } from '../format/dsse.ts';
import { type Read, refuse, rejected, undecided } from '../format/finding.ts';
import { parseSeal } from '../format/sigstore-bundle.ts';
import { checkSigner } from '../verify/signer.ts';
import { checkTime } from '../verify/time.ts';
import { type Outcome, outcomeOf, type Trust, type Verification } from '../verify/verification.ts';
import { acceptedIn, type Decision, parseCountersignature } from './countersignature.ts';
import type { TrustStore } from './trust-store.ts';

/** A file beside the bundle, in which a reviewer signs what they decide of it. */
export interface GivenCountersignature {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** What a reviewer decided, and who signed it. */
interface CountersignatureFacts {
  /** As the reviewer says. */
  readonly reviewer: string;
  readonly subject: string;
  readonly fingerprint: string;
  /** By the clock of the reviewer. */
  readonly at: string;
  readonly decisions: readonly Decision[];
}

/** What became of one such file. It stands or falls on its own, as the seal of the supplier does. */
export interface CheckedCountersignature {
  readonly file: string;
  readonly outcome: Outcome;
  readonly findings: readonly Diagnostic[];
  /** When it is intact. */
  readonly facts?: CountersignatureFacts;
}

/** Who may sign decisions: reviewers whom the reader knows, and nobody whom a store of suppliers has revoked. */
export interface Reviewers extends Trust {
  readonly store?: Read<TrustStore>;
  readonly now: Date;
}

/** Holds what reviewers signed to a bundle that was found intact; nothing when it was not. */
export function checkCountersignatures(
  { outcome, facts: { manifestDigest, signer } }: Verification,
  given: readonly GivenCountersignature[],
  reviewers: Reviewers,
): readonly CheckedCountersignature[] {
  if (outcome === 'rejected' || manifestDigest === undefined || signer === undefined) return [];
  return given.map((one) => {
    const checked = checkCountersignature(one, { manifestDigest, sealedBy: signer.fingerprint, reviewers });
    return { file: one.file, outcome: outcomeOf(checked.findings), ...checked };
  });
}

/**
 * Whether a reviewer whom the reader trusts signed decisions about this very bundle. Codes: COUNTERSIGNATURE_INVALID,
 * COUNTERSIGNATURE_OF_ANOTHER, COUNTERSIGNER_IS_SIGNER; COUNTERSIGNER_UNKNOWN leaves it undecided.
 */
function checkCountersignature(
  { file, bytes }: GivenCountersignature,
  {
    manifestDigest,
    sealedBy,
    reviewers,
  }: { readonly manifestDigest: string; readonly sealedBy: string; readonly reviewers: Reviewers },
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
  const { store, now, ...trust } = reviewers;
  const { fingerprint } = certificate;
  if (fingerprint === sealedBy) {
    return {
      findings: [
        rejected('COUNTERSIGNER_IS_SIGNER', 'The decisions are signed with the key of the supplier', { file }),
      ],
    };
  }
  const sealedAt = new Date(timeCreated);
  const { findings, signer } = checkSigner(certificate, [certificate], { trust, knownAt: now, sealedAt });
  // Nobody is asked whom the reader trusts for times; what stands there must be a time-stamp all the same.
  const time = checkTime(seal.value, { authorities: undefined, now, sealedAt });
  const broken = [...findings, ...time.findings].find(isError);
  if (broken !== undefined) return invalid(broken.message);
  const known = store && 'value' in store ? store.value.signers : [];
  const revoked = known.some((one) => one.sha256 === fingerprint && one.status === 'revoked');
  return {
    findings: findings.length > 0 || revoked ? [unknownReviewer(reviewer)] : [],
    facts: { reviewer, subject: signer.subject, fingerprint: signer.fingerprint, at: timeCreated, decisions },
  };
}

const unknownReviewer = (reviewer: string): Diagnostic =>
  undecided(
    'COUNTERSIGNER_UNKNOWN',
    `Whoever signed as ${reviewer} is not among the reviewers whom you trust, is revoked, or has no certificate that is valid now`,
    'Compare its fingerprint with the one that you know of, then name it with --trust-reviewer.',
  );

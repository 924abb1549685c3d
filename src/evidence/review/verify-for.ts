import type { Read } from '../format/finding.ts';
import type { PlanFacts } from '../format/run-files.ts';
import {
  type BundleFacts,
  type Examination,
  guarded,
  NOT_RECOMPUTED,
  outcomeOf,
  type Trust,
  type Verification,
} from '../verify/verification.ts';
import { examine, type VerifyRequest } from '../verify/verify.ts';
import {
  type Expectations,
  enrolmentProblems,
  freshnessProblems,
  packageProblems,
  releaseOf,
  suiteProblems,
} from './expectations.ts';
import type { TrustStore } from './trust-store.ts';

/** What a reviewer asks of a bundle. */
export interface ReviewRequest extends VerifyRequest, Expectations {
  readonly trust: Trust & {
    /** Of enrolled signers, or why the one that was named cannot be relied on. */
    readonly store?: Read<TrustStore>;
  };
}

/** The release that published the suites that judged is known when the reviewer has an index of them. */
export interface VerificationFor extends Verification {
  readonly facts: BundleFacts & { readonly publishedIn?: string };
}

/**
 * Verifies a bundle for a reviewer: that it is intact, sealed by a signer whom they trust or whom their store enrols for this product, and
 * the run that they asked for.
 */
export function verifyFor(archive: Uint8Array, request: ReviewRequest): VerificationFor {
  const { findings, facts } = guarded(() => examineFor(archive, request));
  return { outcome: outcomeOf(findings), findings, facts, says: NOT_RECOMPUTED };
}

function examineFor(archive: Uint8Array, request: ReviewRequest): Examination {
  const { store, ...trust } = request.trust;
  const enrolled = store && 'value' in store ? store.value.signers.map(({ sha256 }) => sha256) : [];
  const asked = { now: request.now, trust: { ...trust, fingerprints: [...trust.fingerprints, ...enrolled] } };
  const examined = examine(archive, asked);
  const { plan } = examined;
  if (plan === undefined) return examined;
  return {
    findings: [
      ...(store && 'findings' in store ? store.findings : []),
      ...examined.findings,
      ...enrolment(plan, examined.facts, request),
      ...freshnessProblems(plan, request),
      ...suiteProblems(plan, request),
      ...packageProblems(plan, request),
    ],
    facts: { ...examined.facts, ...publication(plan, request) },
  };
}

function enrolment(plan: PlanFacts, { signer, sealedAt }: BundleFacts, { trust: { store }, now }: ReviewRequest) {
  if (store === undefined || 'findings' in store || signer === undefined || sealedAt === undefined) return [];
  return enrolmentProblems(store.value, signer.fingerprint, plan, [new Date(sealedAt), now]);
}

function publication(plan: PlanFacts, { suites }: Expectations): Pick<VerificationFor['facts'], 'publishedIn'> {
  const publishedIn = suites && 'value' in suites ? releaseOf(plan, suites.value) : undefined;
  return publishedIn === undefined ? {} : { publishedIn };
}

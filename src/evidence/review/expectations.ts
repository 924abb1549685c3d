import type { Diagnostic } from '../../model/diagnostic.ts';
import { type Read, undecided, unless } from '../format/finding.ts';
import type { PlanFacts } from '../format/run-files.ts';
import { packagesIn, type SuiteIndex, suiteDigest } from './suite-index.ts';
import type { EnrolledSigner, TrustStore } from './trust-store.ts';

/** What a reviewer expects of a run, beyond that it is intact. What is absent is not asked. */
export interface Expectations {
  /** The text that the reviewer gave the supplier for this run. */
  readonly nonce?: string;
  readonly suites?: Read<SuiteIndex>;
  /** SHA-256 of archives of definitions that the reviewer knows, beside those of the index. */
  readonly packages?: readonly string[];
}

/** Whether it is the run that was asked for: NONCE_MISSING, NONCE_DIFFERS. */
export function freshnessProblems(plan: PlanFacts, { nonce }: Expectations): readonly Diagnostic[] {
  if (nonce === undefined || plan.nonce === nonce) return [];
  const [code, message] =
    plan.nonce === undefined
      ? (['NONCE_MISSING', 'The plan holds no nonce: the run may be older than your request for it'] as const)
      : (['NONCE_DIFFERS', 'The plan holds another nonce than yours: the run was made for another request'] as const);
  return [undecided(code, message, 'Ask for a run with --nonce and the text that you gave for it.')];
}

/** The release that published the suites of a plan. */
export const releaseOf = (plan: PlanFacts, { releases }: SuiteIndex): string | undefined =>
  releases.find(({ suites }) =>
    suites.some(({ api, sha256 }) => api === plan.api.id && sha256 === suiteDigest(plan.inputs)),
  )?.version;

/** Whether published suites judged: SUITE_UNKNOWN, SUITE_INDEX_INVALID. */
export function suiteProblems(plan: PlanFacts, { suites }: Expectations): readonly Diagnostic[] {
  if (suites === undefined) return [];
  if ('findings' in suites) return suites.findings;
  if (releaseOf(plan, suites.value) !== undefined) return [];
  const known = suites.value.releases
    .filter((release) => release.suites.some(({ api }) => api === plan.api.id))
    .map(({ version }) => version);
  const message =
    known.length === 0
      ? `No suites for ${plan.api.id} were published`
      : `The suites for ${plan.api.id} are not those published with ${known.join(', ')}: they may ask for less`;
  const hint =
    'Replay names the files that differ. Ask for a run of the published suites, or name a newer --suite-index.';
  return [undecided('SUITE_UNKNOWN', message, hint)];
}

/** Whether definitions that the supplier brought are those of their publisher: PACKAGE_UNKNOWN. */
export function packageProblems(plan: PlanFacts, { suites, packages = [] }: Expectations): readonly Diagnostic[] {
  if (suites === undefined || 'findings' in suites) return [];
  const published = suites.value.releases.flatMap((release) => release.packages ?? []);
  const known = new Set([...packages, ...published.map(({ sha256 }) => sha256)]);
  return packagesIn(plan.inputs)
    .filter(({ sha256 }) => !known.has(sha256))
    .map(({ path, sha256 }) =>
      undecided(
        'PACKAGE_UNKNOWN',
        `Nobody vouches for ${path} (SHA-256 ${sha256}): its definitions may ask for less than those of their publisher`,
        'Compare the digest with that of the archive of the publisher, and name it by --package.',
      ),
    );
}

/**
 * Whether a certificate that is in the store may sign this evidence: SIGNER_REVOKED, ENROLMENT_EXPIRED,
 * ENROLMENT_OTHER_ORGANISATION, ENROLMENT_OTHER_PRODUCT. It may be there for several products; the entry that fits best counts.
 */
export function enrolmentProblems(
  store: TrustStore,
  fingerprint: string,
  plan: PlanFacts,
  times: readonly Date[],
): readonly Diagnostic[] {
  const entries = store.signers.filter(({ sha256 }) => sha256 === fingerprint);
  if (entries.some(({ status }) => status === 'revoked')) {
    return [enrolment('SIGNER_REVOKED', 'The certificate of the signer is revoked')];
  }
  const [best = []] = entries
    .map((entry) => misfits(entry, plan, times))
    .sort((left, right) => left.length - right.length);
  return best;
}

function misfits(
  { odsCode, product, validFrom, validTo }: EnrolledSigner,
  { sut }: PlanFacts,
  times: readonly Date[],
): readonly Diagnostic[] {
  const inTime = times.every((time) => new Date(validFrom) <= time && time <= new Date(validTo));
  const period = `The signer is enrolled from ${validFrom} to ${validTo}, not for sealing and now`;
  const organisation = `The signer is enrolled for the organisation ${odsCode}, ${notFor(sut.odsCode)}`;
  const other = `The signer is enrolled for the product ${product}, ${notFor(sut.name)}`;
  return [
    ...unless(inTime, enrolment('ENROLMENT_EXPIRED', period)),
    ...unless(sut.odsCode === odsCode, enrolment('ENROLMENT_OTHER_ORGANISATION', organisation)),
    ...unless(sut.name === product, enrolment('ENROLMENT_OTHER_PRODUCT', other)),
  ];
}

const notFor = (stated: string | undefined): string =>
  stated === undefined ? 'and the plan states none' : `not for ${stated}`;

const enrolment = (code: Diagnostic['code'], message: string): Diagnostic =>
  undecided(code, message, 'Ask the supplier, and whoever keeps the trust store, why that is.');

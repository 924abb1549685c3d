import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Certificate } from '../evidence/format/certificate.ts';
import type { Read } from '../evidence/format/finding.ts';
import type { GivenCountersignature } from '../evidence/review/check-countersignature.ts';
import { readSignedDocument } from '../evidence/review/signed-document.ts';
import type { Purpose } from '../evidence/review/submission.ts';
import { SUITE_INDEX, type SuiteIndex } from '../evidence/review/suite-index.ts';
import { readTrustStore, type TrustStore } from '../evidence/review/trust-store.ts';
import type { ReviewRequest } from '../evidence/review/verify-for.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest.ts';
import { systemFault } from '../model/system-fault.ts';
import { fingerprintOf, type Named, namedCertificates } from './named-certificates.ts';
import { readNamed } from './named-file.ts';

/** Whom and what a reviewer trusts, as it is given on the command line: paths of files. */
export interface ReviewOptions extends Purpose {
  /** Files of certificates in PEM, or fingerprints (SHA-256 in hex, colons allowed). */
  readonly trust: readonly string[];
  readonly trustStore?: string;
  /** Certificate of whoever signs the trust store and the index of suites. */
  readonly trustRoot?: string;
  /** Where the newest version of each store that was seen is kept. */
  readonly trustState?: string;
  readonly suiteIndex?: string;
  /** Archives of definitions that the reviewer has from their publisher, or their SHA-256. */
  readonly package?: readonly string[];
  /** Certificates of authorities of time, PEM. */
  readonly tsaTrust?: string;
  readonly nonce?: string;
  /** Files of certificates, or fingerprints, of reviewers: suppliers are none. */
  readonly trustReviewer?: readonly string[];
  /** Files in which reviewers signed what they decided. */
  readonly countersignature?: readonly string[];
  /** What the supplier disclosed of one value that has a stand-in. */
  readonly disclosed?: string;
}

export interface Review {
  readonly request: ReviewRequest;
  readonly countersignatures: readonly GivenCountersignature[];
  readonly reviewers: Pick<ReviewRequest['trust'], 'certificates' | 'fingerprints'>;
  readonly disclosure?: Uint8Array;
  readonly purpose: Purpose;
  /** Keeps the version of the store, when that was asked for; says why it could not. */
  readonly remember: () => Promise<Diagnostic | undefined>;
}

export interface Reviewer {
  readonly cwd: string;
  readonly now: () => Date;
  /** The suites that count as published when no index is named. */
  readonly published: () => Promise<Read<SuiteIndex>>;
}

/** Reads what a reviewer names. A file that is not there is a slip of the user; one that cannot be relied on is for verification to tell. */
export async function readReview(options: ReviewOptions, reviewer: Reviewer): Promise<Named<Review>> {
  const { cwd, now, published } = reviewer;
  const trusted = await trustedBy(options.trust, cwd);
  const reviewers = await trustedBy(options.trustReviewer ?? [], cwd);
  const root = await rootOf(options, cwd);
  if ('problem' in trusted) return trusted;
  if ('problem' in reviewers) return reviewers;
  if ('problem' in root) return root;
  const authorities = await authoritiesOf(options.tsaTrust, cwd);
  if ('problem' in authorities) return authorities;
  const signedBy = root.value && { root: root.value, now: now() };

  const index = await optionally(options.suiteIndex, cwd);
  if ('problem' in index) return index;
  const packages = await digestsOf(options.package ?? [], cwd);
  if ('problem' in packages) return packages;
  const store = await optionally(options.trustStore, cwd);
  if ('problem' in store) return store;
  const state = await stateOf(options.trustState, cwd);
  if ('problem' in state) return state;

  const { fingerprint = '' } = root.value ?? {};
  const lastVersion = state.value[fingerprint] ?? 0;
  const enrolled = signedBy && store.value && readTrustStore(store.value, { ...signedBy, lastVersion });
  const suites = signedBy && index.value ? readSignedDocument(index.value, SUITE_INDEX, signedBy) : await published();
  const countersignatures: GivenCountersignature[] = [];
  for (const file of options.countersignature ?? []) {
    const read = await readNamed(file, cwd);
    if ('problem' in read) return read;
    countersignatures.push({ file, bytes: read.bytes });
  }
  const disclosure = await optionally(options.disclosed, cwd);
  if ('problem' in disclosure) return disclosure;
  const { nonce, forSubmission, stage } = options;
  const trust = { ...trusted.value, ...authorities.value, ...(enrolled && { store: enrolled }) };
  return {
    value: {
      request: { trust, now: now(), suites, packages: packages.value, ...(nonce !== undefined && { nonce }) },
      countersignatures,
      reviewers: reviewers.value,
      purpose: { ...(forSubmission && { forSubmission }), ...(stage !== undefined && { stage }) },
      ...(disclosure.value && { disclosure: disclosure.value }),
      remember: () => remember(options.trustState, cwd, { ...state.value, ...seen(fingerprint, enrolled) }),
    },
  };
}

async function trustedBy(
  given: readonly string[],
  cwd: string,
): Promise<Named<Pick<ReviewRequest['trust'], 'certificates' | 'fingerprints'>>> {
  const fingerprints = given.map(fingerprintOf).filter((one) => one !== undefined);
  const certificates: Buffer[] = [];
  for (const file of given.filter((one) => fingerprintOf(one) === undefined)) {
    const named = await namedCertificates(file, cwd);
    if ('problem' in named) return named;
    certificates.push(...named.value.map(({ der }) => der));
  }
  return { value: { certificates, fingerprints } };
}

async function digestsOf(archives: readonly string[], cwd: string): Promise<Named<readonly string[]>> {
  const digests: string[] = [];
  for (const given of archives) {
    const digest = fingerprintOf(given);
    const read = digest === undefined ? await readNamed(given, cwd) : undefined;
    if (read && 'problem' in read) return read;
    digests.push(digest ?? sha256(read?.bytes ?? ''));
  }
  return { value: digests };
}

async function authoritiesOf(
  file: string | undefined,
  cwd: string,
): Promise<Named<Pick<ReviewRequest['trust'], 'timeAuthorities'>>> {
  if (file === undefined) return { value: {} };
  const named = await namedCertificates(file, cwd);
  return 'problem' in named ? named : { value: { timeAuthorities: named.value.map(({ der }) => der) } };
}

async function rootOf(options: ReviewOptions, cwd: string): Promise<Named<Certificate | undefined>> {
  const { trustRoot, trustStore, trustState, suiteIndex } = options;
  if (trustRoot === undefined) {
    const [signed] = [trustStore, suiteIndex].filter((file) => file !== undefined);
    if (signed !== undefined) return { problem: usage('--trust-root is missing: whose signature must the file bear?') };
  } else if (trustStore === undefined && suiteIndex === undefined) {
    return { problem: usage('--trust-root signs a --trust-store or a --suite-index, and none is named') };
  }
  if (trustState !== undefined && trustStore === undefined) {
    return { problem: usage('--trust-state keeps versions of a --trust-store, and none is named') };
  }
  if (trustRoot === undefined) return { value: undefined };
  const named = await namedCertificates(trustRoot, cwd);
  return 'problem' in named ? named : { value: named.value[0] };
}

async function optionally(file: string | undefined, cwd: string): Promise<Named<Uint8Array | undefined>> {
  if (file === undefined) return { value: undefined };
  const read = await readNamed(file, cwd);
  return 'problem' in read ? read : { value: read.bytes };
}

/** Versions by the fingerprint of the root. */
type State = Readonly<Record<string, number>>;

/** A state that is not there yet has seen nothing; one that is no state must not pass for such. */
async function stateOf(file: string | undefined, cwd: string): Promise<Named<State>> {
  if (file === undefined) return { value: {} };
  try {
    const state: unknown = JSON.parse(await readFile(resolve(cwd, file), 'utf8'));
    const entries = Object.entries(state as object);
    if (Array.isArray(state) || entries.some(([, version]) => !Number.isSafeInteger(version))) {
      return { problem: usage(`${file} is no state of trust stores`) };
    }
    return { value: Object.fromEntries(entries) };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return { value: {} };
    const why = cause instanceof SyntaxError || cause instanceof TypeError ? 'is no JSON' : systemFault(cause);
    return { problem: usage(`${file}: ${why}`) };
  }
}

const seen = (root: string, store: Read<TrustStore> | undefined): State =>
  store && 'value' in store ? { [root]: store.value.version } : {};

async function remember(file: string | undefined, cwd: string, state: State): Promise<Diagnostic | undefined> {
  if (file === undefined) return undefined;
  try {
    await writeFile(resolve(cwd, file), `${JSON.stringify(state, null, 2)}\n`);
    return undefined;
  } catch (cause) {
    return usage(`--trust-state ${file} cannot be written: ${systemFault(cause)}`);
  }
}

const usage = (message: string): Diagnostic => ({
  code: 'USAGE',
  severity: 'error',
  message,
  hint: 'assay verify --help has the options of a reviewer.',
});

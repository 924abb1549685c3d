import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Certificate, readCertificate } from '../../evidence/format/certificate.ts';
import { SUITE_INDEX, SUITE_INDEX_V1 } from '../../evidence/review/suite-index.ts';
import {
  type EnrolledSigner,
  TRUST_STORE,
  TRUST_STORE_V1,
  type TrustStore,
} from '../../evidence/review/trust-store.ts';
import { unfitToSign } from '../../evidence/seal/load-signer.ts';
import { envelopeOf } from '../../evidence/seal/seal-text.ts';
import { signEnvelope } from '../../evidence/seal/sign-with.ts';
import { canonicalJson } from '../../model/canonical-json.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { fingerprintOf, type Named, namedCertificates } from '../named-certificates.ts';
import { namedSigner, type SigningOptions } from '../signing.ts';
import { printable } from '../terminal.ts';
import {
  documentIn,
  noDocument,
  readDraft,
  readJson,
  signedAlready,
  writeDraft,
  writeText,
} from '../trust-documents.ts';
import { entryLines, indexLines, isRevoked, storeLines } from '../trust-lines.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface EnrolOptions {
  readonly ods: string;
  readonly product: string;
  /** Dates, YYYY-MM-DD; else those of the certificate, or a year from now for a fingerprint. */
  readonly from?: string;
  readonly to?: string;
  /** Takes the revocation of the certificate back, for every product. */
  readonly again?: boolean;
}

/** Puts a signer into the draft of a trust store, which is made when there is none. */
export async function enrol(file: string, signer: string, options: EnrolOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd, now } = context;
  const draft = await readDraft(file, context, TRUST_STORE, {
    schema: TRUST_STORE_V1,
    version: 0,
    expires: now().toISOString(),
    signers: [],
  });
  if ('problem' in draft) return refuse([draft.problem], terminal);
  const named = await signerNamed(signer, cwd, now());
  if ('problem' in named) return refuse([named.problem], terminal);
  const { sha256, validFrom, validTo, certificate } = named.value;
  const unfit = certificate === undefined ? [] : unfitToSign(certificate, signer);
  if (unfit.length > 0) return refuse(unfit, terminal);
  const { ods: odsCode, product, again } = options;
  const entry: EnrolledSigner = {
    odsCode,
    product,
    sha256,
    validFrom: startOf(options.from) ?? validFrom.toISOString(),
    validTo: endOf(options.to) ?? validTo.toISOString(),
    status: 'active',
  };
  if (entry.validTo < entry.validFrom) return refuse([neverValid(entry)], terminal);
  const { signers } = draft.value;
  if (again !== true && isRevoked(signers, sha256)) return refuse([wasRevoked(file, sha256)], terminal);
  const others = signers
    .filter((one) => one.sha256 !== sha256 || one.product !== product || one.odsCode !== odsCode)
    .map((one) => (one.sha256 === sha256 ? { ...one, status: 'active' as const } : one));
  return enrolled(file, { ...draft.value, signers: [...others, entry] }, sha256, context);
}

/** Marks every entry of a signer as revoked. It stays in the store, so that its evidence is told from that of a stranger. */
export async function revoke(file: string, signer: string, context: Context): Promise<ExitCode> {
  const { terminal, cwd, now } = context;
  const draft = await readDraft(file, context, TRUST_STORE);
  if ('problem' in draft) return refuse([draft.problem], terminal);
  const named = await signerNamed(signer, cwd, now());
  if ('problem' in named) return refuse([named.problem], terminal);
  const { sha256 } = named.value;
  if (draft.value.signers.every((one) => one.sha256 !== sha256)) return refuse([notEnrolled(file, sha256)], terminal);
  const signers = draft.value.signers.map((one) =>
    one.sha256 === sha256 ? { ...one, status: 'revoked' as const } : one,
  );
  return enrolled(file, { ...draft.value, signers }, sha256, context);
}

/** Writes the draft, and tells what it now says of a signer. */
async function enrolled(file: string, store: TrustStore, sha256: string, context: Context): Promise<ExitCode> {
  const problem = await writeDraft(file, store, context);
  if (problem !== undefined) return refuse([problem], context.terminal);
  const entries = entryLines(store.signers.filter((one) => one.sha256 === sha256));
  context.terminal.out(`${[...entries, `${file} is a draft: assay trust sign makes it count`].join('\n')}\n`);
  return EXIT.ok;
}

/** Lists whom a store enrols, or what an index publishes, be it a draft or signed. Whose signature it bears is for `verify` to check. */
export async function show(file: string, context: Context): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const read = await readJson(file, cwd);
  if ('problem' in read) return refuse([read.problem], terminal);
  const store = documentIn(read.value, TRUST_STORE);
  const index = documentIn(read.value, SUITE_INDEX);
  if (store === undefined && index === undefined) return refuse([noDocument(file)], terminal);
  terminal.out(`${[...(store ? storeLines(store) : []), ...(index ? indexLines(index) : [])].join('\n')}\n`);
  return EXIT.ok;
}

/**
 * Puts the releases of an index of suites into another, so that bundles judged by the suites of older releases stay known. A release that
 * is there already must be the same.
 */
export async function merge(file: string, from: string, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const draft = await readDraft(file, context, SUITE_INDEX, { schema: SUITE_INDEX_V1, releases: [] });
  if ('problem' in draft) return refuse([draft.problem], terminal);
  const given = await readJson(from, context.cwd);
  if ('problem' in given) return refuse([given.problem], terminal);
  const added = documentIn(given.value, SUITE_INDEX);
  if (added === undefined) return refuse([noDocument(from)], terminal);
  const known = new Map(draft.value.releases.map((release) => [release.version, release]));
  const other = added.releases.find((release) => !isDeepStrictEqual(known.get(release.version) ?? release, release));
  if (other !== undefined) return refuse([otherRelease(file, other.version)], terminal);
  const releases = [...draft.value.releases, ...added.releases.filter(({ version }) => !known.has(version))];
  const problem = await writeDraft(file, { ...draft.value, releases }, context);
  if (problem !== undefined) return refuse([problem], terminal);
  terminal.out(`${file} knows the suites of ${releases.map(({ version }) => printable(version)).join(', ')}\n`);
  return EXIT.ok;
}

export interface SignOptions extends SigningOptions {
  readonly out: string;
  /** How long a store counts. */
  readonly days: number;
}

/** Signs the draft of a store as its next version, or an index of suites as it is. */
export async function sign(file: string, options: SignOptions, context: Context): Promise<ExitCode> {
  const { terminal, now, cwd } = context;
  const named = await namedSigner(options, context);
  if ('problems' in named) return refuse(named.problems, terminal);
  const { signer } = named;
  const read = await readJson(file, cwd);
  if ('problem' in read) return refuse([read.problem], terminal);
  const already = signedAlready(file, read.value);
  if (already !== undefined) return refuse([already], terminal);
  if (resolve(cwd, options.out) === resolve(cwd, file)) return refuse([overDraft(file)], terminal);
  const kind = [TRUST_STORE, SUITE_INDEX].find(({ shape }) => shape(read.value) === undefined);
  if (kind === undefined) return refuse([noDocument(file)], terminal);

  const expires = new Date(now().getTime() + options.days * DAY_MS).toISOString();
  const document =
    kind === TRUST_STORE ? { ...read.value, version: Number(read.value['version']) + 1, expires } : read.value;
  const payload = Buffer.from(canonicalJson(document));
  const signed = await signEnvelope(kind.payloadType, payload, signer);
  const written = await writeText(options.out, canonicalJson(envelopeOf(kind.payloadType, signed)), context);
  if (written !== undefined) return refuse([written], terminal);
  const [der = new Uint8Array()] = signer.certificateChain;
  terminal.out(`${options.out}: the ${kind.what} for --trust-root with SHA-256 ${readCertificate(der)?.fingerprint}\n`);
  const problem = kind === TRUST_STORE ? await writeDraft(file, document, context) : undefined;
  return problem === undefined ? EXIT.ok : refuse([problem], terminal);
}

interface NamedSigner {
  readonly sha256: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Absent when a fingerprint is all that is known. */
  readonly certificate?: Certificate;
}

/** Of a certificate in a file, or known by its fingerprint alone. */
async function signerNamed(signer: string, cwd: string, now: Date): Promise<Named<NamedSigner>> {
  const sha256 = fingerprintOf(signer);
  if (sha256 !== undefined)
    return { value: { sha256, validFrom: now, validTo: new Date(now.getTime() + 365 * DAY_MS) } };
  const named = await namedCertificates(signer, cwd);
  if ('problem' in named) return named;
  const [own] = named.value;
  return own === undefined
    ? { problem: noDocument(signer) }
    : { value: { sha256: own.fingerprint, validFrom: own.validFrom, validTo: own.validTo, certificate: own } };
}

const startOf = (date: string | undefined): string | undefined =>
  date === undefined ? undefined : `${date}T00:00:00.000Z`;

/** The last day counts, as that of a waiver does. */
const endOf = (date: string | undefined): string | undefined =>
  date === undefined ? undefined : `${date}T23:59:59.999Z`;

const wasRevoked = (file: string, sha256: string): Diagnostic => ({
  code: 'SIGNER_REVOKED',
  severity: 'error',
  message: `${file} has revoked the signer with SHA-256 ${sha256}`,
  hint: 'Enrol another certificate of theirs. To take the revocation back, for every product that it was enrolled for: --again.',
});

const overDraft = (file: string): Diagnostic => ({
  code: 'USAGE',
  severity: 'error',
  message: `${file} is the draft, which stays: what is signed goes to another file`,
  hint: 'Name another one with --out, as signers.signed.json.',
});

const neverValid = ({ validFrom, validTo }: EnrolledSigner): Diagnostic => ({
  code: 'USAGE',
  severity: 'error',
  message: `The enrolment would end (${validTo.slice(0, 10)}) before it begins (${validFrom.slice(0, 10)})`,
  hint: 'Give --from and --to, or one of them within the validity of the certificate.',
});

const otherRelease = (file: string, version: string): Diagnostic => ({
  code: 'SUITE_INDEX_INVALID',
  severity: 'error',
  message: `${file} has release ${version} already, with other suites`,
  hint: 'What was published under a version stays as it is: find out which of the two was.',
});

const notEnrolled = (file: string, sha256: string): Diagnostic => ({
  code: 'SIGNER_UNKNOWN',
  severity: 'error',
  message: `${file} holds no signer with SHA-256 ${sha256}`,
  hint: 'assay trust show lists those that it holds.',
});

import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Certificate, readCertificate } from '../../evidence/format/certificate.ts';
import { type Envelope, envelopeShape, openEnvelope } from '../../evidence/format/dsse.ts';
import type { DocumentKind } from '../../evidence/review/signed-document.ts';
import { SUITE_INDEX, SUITE_INDEX_V1 } from '../../evidence/review/suite-index.ts';
import {
  type EnrolledSigner,
  TRUST_STORE,
  TRUST_STORE_V1,
  type TrustStore,
} from '../../evidence/review/trust-store.ts';
import { loadSigner, unfitToSign } from '../../evidence/seal/load-signer.ts';
import { envelopeOf } from '../../evidence/seal/seal-text.ts';
import { signEnvelope } from '../../evidence/seal/sign-with.ts';
import { canonicalJson } from '../../model/canonical-json.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { systemFault } from '../../model/system-fault.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { fingerprintOf, type Named, namedCertificates } from '../named-certificates.ts';
import { type SigningOptions, signerFilesOf } from '../signing.ts';
import { printable } from '../terminal.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface EnrolOptions {
  readonly ods: string;
  readonly product: string;
  /** Dates, YYYY-MM-DD; else those of the certificate, or a year from now for a fingerprint. */
  readonly from?: string;
  readonly to?: string;
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
  const { ods: odsCode, product } = options;
  const entry: EnrolledSigner = {
    odsCode,
    product,
    sha256,
    validFrom: startOf(options.from) ?? validFrom.toISOString(),
    validTo: startOf(options.to) ?? validTo.toISOString(),
    status: 'active',
  };
  const others = draft.value.signers.filter(
    (one) => one.sha256 !== sha256 || one.product !== product || one.odsCode !== odsCode,
  );
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
  const entries = store.signers.filter((one) => one.sha256 === sha256).map(entryLine);
  context.terminal.out(`${[...entries, `${file} is a draft: assay trust sign makes it count`].join('\n')}\n`);
  return EXIT.ok;
}

const entryLine = ({ status, odsCode, product, validFrom, validTo, sha256 }: EnrolledSigner): string =>
  `${status.padEnd(8)} ${printable(odsCode)}  ${printable(product)}  ${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)}  ${sha256}`;

/** Lists whom a draft or a signed store enrols. Whose signature it bears is for `verify` to check. */
export async function show(file: string, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const draft = await readDraft(file, context, TRUST_STORE);
  if ('problem' in draft) return refuse([draft.problem], terminal);
  const { version, expires, signers } = draft.value;
  const standing =
    version === 0
      ? 'a draft that was never signed'
      : `version ${version}, to be renewed by ${expires}; its signature was not checked`;
  terminal.out(`${[standing, ...signers.map(entryLine)].join('\n')}\n`);
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
  const added = await readDraft(from, context, SUITE_INDEX);
  if ('problem' in added) return refuse([added.problem], terminal);
  const known = new Map(draft.value.releases.map((release) => [release.version, release]));
  const other = added.value.releases.find(
    (release) => !isDeepStrictEqual(known.get(release.version) ?? release, release),
  );
  if (other !== undefined) return refuse([otherRelease(file, other.version)], terminal);
  const releases = [...draft.value.releases, ...added.value.releases.filter(({ version }) => !known.has(version))];
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
  const files = await signerFilesOf(options, context);
  if ('problem' in files) return refuse([files.problem], terminal);
  const { signer, diagnostics } = await loadSigner(files.files, now());
  if (signer === undefined) return refuse(diagnostics, terminal);
  const read = await readJson(file, cwd);
  if ('problem' in read) return refuse([read.problem], terminal);
  const kind = [TRUST_STORE, SUITE_INDEX].find(({ shape }) => shape(read.value, '') === undefined);
  if (kind === undefined) return refuse([noDocument(file)], terminal);

  const expires = new Date(now().getTime() + options.days * DAY_MS).toISOString();
  const document =
    kind === TRUST_STORE ? { ...read.value, version: Number(read.value['version']) + 1, expires } : read.value;
  const payload = Buffer.from(canonicalJson(document));
  const signed = await signEnvelope(kind.payloadType, payload, signer);
  const written = await writeText(options.out, canonicalJson(envelopeOf(kind.payloadType, signed)), context);
  if (written !== undefined) return refuse([written], terminal);
  const [der = new Uint8Array()] = signer.certificateChain;
  terminal.out(`${options.out}: a ${kind.what} for --trust-root with SHA-256 ${readCertificate(der)?.fingerprint}\n`);
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

/** The document in a draft, or in what was signed. */
async function readDraft<T>(file: string, { cwd }: Context, kind: DocumentKind<T>, fresh?: T): Promise<Named<T>> {
  const read = await readJson(file, cwd);
  if ('problem' in read) return fresh !== undefined && read.missing ? { value: fresh } : read;
  const document = payloadOf(read.value, kind) ?? read.value;
  // The shape is checked member by member.
  return kind.shape(document, '') === undefined ? { value: document as T } : { problem: noDocument(file) };
}

function payloadOf(value: JsonObject, { payloadType }: DocumentKind): unknown {
  if (envelopeShape(payloadType)(value, '') !== undefined) return undefined;
  // Looked at member by member.
  return JSON.parse(Buffer.from(openEnvelope(value as unknown as Envelope).payload).toString());
}

async function readJson(
  file: string,
  cwd: string,
): Promise<{ readonly value: JsonObject } | { readonly problem: Diagnostic; readonly missing: boolean }> {
  try {
    const value = JSON.parse(await readFile(resolve(cwd, file), 'utf8'));
    return isJsonObject(value) ? { value } : { problem: noDocument(file), missing: false };
  } catch (cause) {
    if (cause instanceof SyntaxError) return { problem: noDocument(file), missing: false };
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    return { problem: { ...noDocument(file), message: `${file} cannot be read: ${systemFault(cause)}` }, missing };
  }
}

const writeDraft = (file: string, store: unknown, context: Context): Promise<Diagnostic | undefined> =>
  writeText(file, `${JSON.stringify(store, null, 2)}\n`, context);

async function writeText(file: string, text: string, { cwd }: Context): Promise<Diagnostic | undefined> {
  try {
    await writeFile(resolve(cwd, file), text);
    return undefined;
  } catch (cause) {
    return { ...noDocument(file), message: `${file} cannot be written: ${systemFault(cause)}` };
  }
}

const startOf = (date: string | undefined): string | undefined =>
  date === undefined ? undefined : `${date}T00:00:00.000Z`;

const noDocument = (file: string): Diagnostic => ({
  code: 'TRUST_STORE_INVALID',
  severity: 'error',
  message: `${file} is neither a trust store nor an index of suites`,
  hint: 'assay trust add makes a store. Both have a JSON Schema in suites/schema.',
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

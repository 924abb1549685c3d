import { isError } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { countVerdicts } from '../../model/verdict.ts';
import { unpackBag } from '../format/bag-archive.ts';
import { MANIFEST } from '../format/bundle-layout.ts';
import type { PlanFacts } from '../format/run-files.ts';
import { checkAccount } from './account.ts';
import { clockProblems } from './clock.ts';
import { readManifest } from './manifest.ts';
import { openSeal } from './open-seal.ts';
import { checkPdf } from './pdf.ts';
import { checkSigner } from './signer.ts';
import { checkTime } from './time.ts';
import { type Examination, guarded, NOT_RECOMPUTED, outcomeOf, type Trust, type Verification } from './verification.ts';

export interface VerifyRequest {
  readonly trust: Trust;
  readonly now: Date;
}

/**
 * Checks a bundle without running anything of it: the archive, the manifest, the seal, its signer and its time, the signature of the PDF, and that
 * what is stated accounts for every planned case. The first stage that finds something wrong is the
 * last; within a stage all findings are listed. Whatever goes wrong in here is a rejection, never an acceptance.
 */
export function verify(archive: Uint8Array, request: VerifyRequest): Verification {
  const { findings, facts } = guarded(() => examine(archive, request));
  return { outcome: outcomeOf(findings), findings, facts, says: NOT_RECOMPUTED };
}

/** The same for whoever asks neither whom to trust nor what time it is: all that is found is what makes the bundle invalid. */
export function verifyIntact(archive: Uint8Array): Verification {
  const verification = verify(archive, { trust: { certificates: [], fingerprints: [] }, now: new Date(0) });
  const findings = verification.findings.filter(isError);
  return { ...verification, outcome: outcomeOf(findings), findings };
}

/** The first before it is concluded, with the plan of a bundle that is intact. May throw. */
export function examine(
  archive: Uint8Array,
  { trust, now }: VerifyRequest,
): Examination & { readonly plan?: PlanFacts } {
  const unpacked = unpackBag(archive);
  if ('findings' in unpacked) return { findings: unpacked.findings, facts: {} };
  const { folder, files } = unpacked.value;

  const manifest = readManifest(folder, files);
  if ('findings' in manifest) return { findings: manifest.findings, facts: {} };
  const intact = { manifestDigest: sha256(files.get(MANIFEST) ?? ''), files: manifest.value.size };

  const seal = openSeal(files);
  if ('findings' in seal) return { findings: seal.findings, facts: intact };
  const { statement, certificate, chain } = seal.value;
  const { runId, sealedAt } = statement.predicate['x-assay'];

  const at = { now, sealedAt: new Date(sealedAt) };
  const time = checkTime(seal.value.seal, { authorities: trust.timeAuthorities, ...at });
  const { provenAt: knownAt = now } = time;
  const signed = checkSigner(certificate, chain, { trust, knownAt, sealedAt: at.sealedAt });
  const trusted = [...signed.findings, ...time.findings];
  const sealed = {
    ...intact,
    signer: signed.signer,
    ...(time.provenAt && { timestampedAt: time.provenAt.toISOString() }),
    ...(time.isUnasked && { timestampUnasked: true }),
  };
  if (outcomeOf(trusted) === 'rejected') return { findings: trusted, facts: sealed };

  const signedPdf = checkPdf(files, chain);
  if (signedPdf.length > 0) return { findings: [...trusted, ...signedPdf], facts: sealed };

  const account = checkAccount({ folder, files, manifest: manifest.value, statement });
  if ('findings' in account) return { findings: [...trusted, ...account.findings], facts: sealed };
  const { plan, result, journal } = account.value;
  const { verdict, cases } = result;
  const counts = countVerdicts(cases.map((ended) => ended.verdict));
  const { nonce } = plan;
  return {
    findings: [...trusted, ...clockProblems(journal, at)],
    facts: { ...sealed, runId, sealedAt, verdict, counts, ...(nonce !== undefined && { nonce }) },
    plan,
  };
}

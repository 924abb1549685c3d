import { disclosedIn } from '../evidence/disclose/disclosed-in.ts';
import type { RedactionEntry } from '../evidence/disclose/redactions.ts';
import type { Read } from '../evidence/format/finding.ts';
import type { Replay } from '../evidence/replay/replay.ts';
import { withOddity } from '../evidence/review/archive-oddity.ts';
import { type CheckedCountersignature, checkCountersignatures } from '../evidence/review/check-countersignature.ts';
import { type EvidenceOf, evidenceOf } from '../evidence/review/evidence-of.ts';
import { shortcomings, unknownStage as stageUnknown } from '../evidence/review/submission.ts';
import { type VerificationFor, verifyFor } from '../evidence/review/verify-for.ts';
import { type Outcome, outcomeOf } from '../evidence/verify/verification.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Review } from './review.ts';
import { printable } from './terminal.ts';
import { countersignatureLines, verificationLines, type WholeOutcome } from './verification-lines.ts';

interface ReviewedBundle {
  /** Of the seal, what the supplier disclosed, and what the evidence is wanted for. */
  readonly verification: VerificationFor;
  /** What reviewers signed beside the bundle, each with an outcome of its own; empty when the bundle is rejected. */
  readonly reviews: readonly CheckedCountersignature[];
  /** When the bundle is intact. */
  readonly run?: EvidenceOf;
  /** The redaction that was opened. */
  readonly disclosed?: Read<RedactionEntry>;
}

/** Verifies a bundle, and holds to it what lies beside it. */
export function reviewed(archive: Uint8Array, review: Review): ReviewedBundle {
  const { request, countersignatures, reviewers, disclosure, purpose } = review;
  const sealed = verifyFor(archive, request);
  if (sealed.outcome === 'rejected') {
    return { verification: { ...sealed, findings: withOddity(sealed.findings, archive) }, reviews: [] };
  }
  const run = evidenceOf(archive);
  const disclosed = disclosure && disclosedIn(archive, disclosure);
  const findings = [
    ...sealed.findings,
    ...('findings' in run ? run.findings : shortcomings(run.value, purpose)),
    ...(disclosed && 'findings' in disclosed ? disclosed.findings : []),
  ];
  return {
    verification: { ...sealed, findings, outcome: outcomeOf(findings) },
    reviews: checkCountersignatures(sealed, countersignatures, { ...request.trust, ...reviewers, now: request.now }),
    ...('value' in run && { run: run.value }),
    ...(disclosed && { disclosed }),
  };
}

/** That a run was asked about for a stage that its suites do not have is a slip of whoever asks. */
export function unknownStage({ run }: ReviewedBundle, { purpose }: Review): Diagnostic | undefined {
  const message = run && stageUnknown(run, purpose);
  return message === undefined ? undefined : { code: 'USAGE', severity: 'error', message };
}

/** What others signed about the bundle has outcomes of its own. */
export function reviewedLines(
  { verification, reviews, run, disclosed }: ReviewedBundle,
  whole: WholeOutcome,
): readonly string[] {
  const lines = [...verificationLines(verification, whole, run), ...reviews.flatMap(countersignatureLines)];
  if (disclosed === undefined || 'findings' in disclosed) return lines;
  const { id, class: kind, at, file } = disclosed.value;
  const opened = `opened   ${id}, a ${kind} at ${at} of ${file}: what was disclosed is what it stands for`;
  return [...lines, printable(opened)];
}

/** Of the bundle and of everything that was signed about it. */
export const outcomesOf = ({ verification, reviews }: ReviewedBundle): readonly Outcome[] => [
  verification.outcome,
  ...reviews.map(({ outcome }) => outcome),
];

/** The same for machines, and what replay came to where it was asked for. */
export const reviewedJson = ({ verification, reviews, run, disclosed }: ReviewedBundle, replay?: Replay): string =>
  JSON.stringify({ ...verification, ...(reviews.length > 0 && { reviews }), run, disclosed, replay });

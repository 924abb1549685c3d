import { disclosedIn } from '../evidence/disclose/disclosed-in.ts';
import type { RedactionEntry } from '../evidence/disclose/redactions.ts';
import type { Read } from '../evidence/format/finding.ts';
import type { Replay } from '../evidence/replay/replay.ts';
import { type Reviewed, withReviews } from '../evidence/review/check-countersignature.ts';
import { type EvidenceOf, evidenceOf } from '../evidence/review/evidence-of.ts';
import { shortcomings } from '../evidence/review/submission.ts';
import { outcomeOf } from '../evidence/verify/verification.ts';
import { verify } from '../evidence/verify/verify.ts';
import type { Review } from './review.ts';
import { printable } from './terminal.ts';
import { verificationLines } from './verification-lines.ts';

interface ReviewedBundle {
  /** Of the seal, what reviewers signed beside it, what the supplier disclosed, and what the evidence is wanted for. */
  readonly verification: Reviewed;
  /** When the bundle is intact. */
  readonly run?: EvidenceOf;
  /** The redaction that was opened. */
  readonly disclosed?: Read<RedactionEntry>;
}

/** Verifies a bundle, and holds to it what lies beside it. */
export function reviewed(archive: Uint8Array, review: Review): ReviewedBundle {
  const { request, countersignatures, disclosure, purpose } = review;
  const sealed = withReviews(verify(archive, request), countersignatures, request);
  if (sealed.outcome === 'rejected') return { verification: sealed };
  const run = evidenceOf(archive);
  const disclosed = disclosure && disclosedIn(archive, disclosure);
  const findings = [
    ...sealed.findings,
    ...('findings' in run ? run.findings : shortcomings(run.value, purpose)),
    ...(disclosed && 'findings' in disclosed ? disclosed.findings : []),
  ];
  return {
    verification: { ...sealed, findings, outcome: outcomeOf(findings) },
    ...('value' in run && { run: run.value }),
    ...(disclosed && { disclosed }),
  };
}

export function reviewedLines({ verification, run, disclosed }: ReviewedBundle): readonly string[] {
  if (disclosed === undefined || 'findings' in disclosed) return verificationLines(verification, run);
  const { id, class: kind, at, file } = disclosed.value;
  const opened = `opened   ${id}, a ${kind} at ${at} of ${file}: what was disclosed is what it stands for`;
  return [...verificationLines(verification, run), printable(opened)];
}

/** The same for machines, and what replay came to where it was asked for. */
export const reviewedJson = ({ verification, run, disclosed }: ReviewedBundle, replay?: Replay): string =>
  JSON.stringify({ ...verification, run, disclosed, replay });

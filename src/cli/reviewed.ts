import { disclosedIn } from '../evidence/disclose/disclosed-in.ts';
import type { RedactionEntry } from '../evidence/disclose/redactions.ts';
import type { Read } from '../evidence/format/finding.ts';
import { type Reviewed, withReviews } from '../evidence/review/check-countersignature.ts';
import { outcomeOf } from '../evidence/verify/verification.ts';
import { verify } from '../evidence/verify/verify.ts';
import type { Review } from './review.ts';
import { printable } from './terminal.ts';
import { verificationLines } from './verification-lines.ts';

interface ReviewedBundle {
  /** Of the seal, what reviewers signed beside it, and what the supplier disclosed. */
  readonly verification: Reviewed;
  /** The redaction that was opened. */
  readonly disclosed?: Read<RedactionEntry>;
}

/** Verifies a bundle, and holds to it what lies beside it. */
export function reviewed(archive: Uint8Array, { request, countersignatures, disclosure }: Review): ReviewedBundle {
  const verification = withReviews(verify(archive, request), countersignatures, request);
  if (disclosure === undefined || verification.outcome === 'rejected') return { verification };
  const disclosed = disclosedIn(archive, disclosure);
  const findings = [...verification.findings, ...('findings' in disclosed ? disclosed.findings : [])];
  return { verification: { ...verification, findings, outcome: outcomeOf(findings) }, disclosed };
}

export function reviewedLines({ verification, disclosed }: ReviewedBundle): readonly string[] {
  if (disclosed === undefined || 'findings' in disclosed) return verificationLines(verification);
  const { id, class: kind, at, file } = disclosed.value;
  const opened = `opened   ${id}, a ${kind} at ${at} of ${file}: what was disclosed is what it stands for`;
  return [...verificationLines(verification), printable(opened)];
}

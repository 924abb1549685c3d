import type { CountersignatureFacts, Reviewed } from '../evidence/review/check-countersignature.ts';
import { DECISIONS } from '../evidence/review/countersignature.ts';
import type { EvidenceOf } from '../evidence/review/evidence-of.ts';
import { grouped } from '../model/counted.ts';
import { evidenceLines, outcomeLine } from './evidence-lines.ts';
import { renderDiagnostic } from './render-diagnostic.ts';
import { countLine, printable } from './terminal.ts';

/** Whoever forges may leave thousands. */
const MOST_SHOWN = 50;

/** What verification came to, and what the bundle says of itself as far as that was checked. */
export function verificationLines(
  { outcome, findings, facts, says }: Reviewed,
  run: EvidenceOf | undefined,
): readonly string[] {
  const { signer, runId, sealedAt, timestampedAt, verdict, counts, files, nonce, publishedIn, countersigned } = facts;
  return [
    outcomeLine(outcome, says, run),
    ...findings.slice(0, MOST_SHOWN).map((one) => renderDiagnostic(one)),
    ...(findings.length > MOST_SHOWN ? [`… and ${grouped(findings.length - MOST_SHOWN)} more`] : []),
    ...(runId === undefined ? [] : [`run      ${printable(runId)}`]),
    ...(verdict === undefined || counts === undefined ? [] : [`result   ${verdict}: ${countLine(counts)}`]),
    ...(run === undefined ? [] : evidenceLines(run)),
    ...(signer === undefined
      ? []
      : [
          `signer   ${printable(signer.subject)}${signer.selfSigned ? ', self-signed' : ''}`,
          `         SHA-256 ${signer.fingerprint}`,
        ]),
    ...(sealedAt === undefined ? [] : [`sealed   ${printable(sealedAt)} by the signer's own clock`]),
    ...(timestampedAt === undefined ? [] : [`stamped  ${timestampedAt} by an authority that you trust`]),
    ...(countersigned ?? []).flatMap(countersignedLines),
    ...(nonce === undefined ? [] : [`nonce    ${printable(nonce)}`]),
    ...(publishedIn === undefined ? [] : [`suites   as published with ${printable(publishedIn)}`]),
    ...(files === undefined ? [] : [`files    ${grouped(files)}, each as it was sealed`]),
  ];
}

const WORDS = { accept: 'accepted', reject: 'rejected', ask: 'asked about' } as const;

/** What a reviewer decided: in numbers, and each requirement that is not accepted with the reason. */
function countersignedLines({
  reviewer,
  subject,
  fingerprint,
  at,
  decisions,
}: CountersignatureFacts): readonly string[] {
  const times = DECISIONS.map((one) => `${decisions.filter(({ decision }) => decision === one).length} ${WORDS[one]}`);
  return [
    `review   by ${printable(reviewer)}, ${printable(at)}: ${times.join(', ')}`,
    `         signed by ${printable(subject)}, SHA-256 ${fingerprint}`,
    ...decisions
      .filter(({ decision }) => decision !== 'accept')
      .map(
        ({ requirement, decision, reason }) =>
          `         ${WORDS[decision]} ${printable(requirement)}: ${printable(reason)}`,
      ),
  ];
}

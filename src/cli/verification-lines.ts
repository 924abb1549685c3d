import type { CheckedCountersignature } from '../evidence/review/check-countersignature.ts';
import { DECISIONS } from '../evidence/review/countersignature.ts';
import type { EvidenceOf } from '../evidence/review/evidence-of.ts';
import type { VerificationFor } from '../evidence/review/verify-for.ts';
import type { Outcome } from '../evidence/verify/verification.ts';
import { grouped } from '../model/counted.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { colour } from './colour.ts';
import { evidenceLines, evidenceWords } from './evidence-lines.ts';
import { outcomeWord } from './outcome.ts';
import { renderDiagnostic } from './render-diagnostic.ts';
import { countLine, printable } from './terminal.ts';

/** Whoever forges may leave thousands. */
const MOST_SHOWN = 50;

/** What the seal and, where it was asked for, replay come to together. */
export interface WholeOutcome {
  readonly outcome: Outcome;
  readonly says: string;
}

/** What verification came to, and what the bundle says of itself as far as that was checked. */
export function verificationLines(
  { findings, facts }: Pick<VerificationFor, 'findings' | 'facts'>,
  { outcome, says }: WholeOutcome,
  run: EvidenceOf | undefined,
): readonly string[] {
  const { signer, runId, sealedAt, timestampedAt, timestampUnasked, verdict, counts, files, nonce, publishedIn } =
    facts;
  return [
    outcomeLine(outcomeWord(outcome), says, outcome === 'rejected' ? undefined : run),
    ...findingLines(findings),
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
    ...(timestampUnasked
      ? ['stamped  by somebody, which was not checked: --tsa-trust names authorities that you trust']
      : []),
    ...(nonce === undefined ? [] : [`nonce    ${printable(nonce)}`]),
    ...(publishedIn === undefined ? [] : [`suites   as published with ${printable(publishedIn)}`]),
    // Digests alone do not say it: the signer is known only when the signature over them holds.
    ...(files === undefined || signer === undefined ? [] : [`files    ${grouped(files)}, each as it was sealed`]),
  ];
}

/** `ACCEPTED  evidence of a run that passed; verdicts not recomputed`. */
export const outcomeLine = (word: string, says: string, run: EvidenceOf | undefined): string =>
  `${word}  ${[...(run === undefined ? [] : evidenceWords(run)), says].join('; ')}`;

const findingLines = (findings: readonly Diagnostic[]): readonly string[] => [
  ...findings.slice(0, MOST_SHOWN).map((one) => renderDiagnostic(one)),
  ...(findings.length > MOST_SHOWN ? [`… and ${grouped(findings.length - MOST_SHOWN)} more`] : []),
];

const WORDS = { accept: 'accepted', reject: 'rejected', ask: 'asked about' } as const;

/** What a reviewer decided: in numbers, and each requirement that is not accepted with the reason. */
export function countersignatureLines({ file, outcome, findings, facts }: CheckedCountersignature): readonly string[] {
  if (facts === undefined) return [`review   ${outcomeWord(outcome)}  ${printable(file)}`, ...findingLines(findings)];
  const { reviewer, at, subject, fingerprint, decisions } = facts;
  const times = DECISIONS.map((one) => `${decisions.filter(({ decision }) => decision === one).length} ${WORDS[one]}`);
  // That a signature is accepted would read as if all that it is under were.
  const held = outcome === 'accepted' ? colour.green('signature holds') : outcomeWord(outcome);
  return [
    `review   ${held}: ${times.join(', ')}`,
    ...findingLines(findings),
    `         ${printable(file)}, by ${printable(reviewer)}, ${printable(at)}`,
    `         signed by ${printable(subject)}, SHA-256 ${fingerprint}`,
    ...decisions
      .filter(({ decision }) => decision !== 'accept')
      .map(
        ({ requirement, decision, reason }) =>
          `         ${WORDS[decision]} ${printable(requirement)}: ${printable(reason)}`,
      ),
  ];
}

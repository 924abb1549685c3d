import type { Verification } from '../evidence/verify/verification.ts';
import { grouped } from '../model/counted.ts';
import { outcomeWord } from './outcome.ts';
import { renderDiagnostic } from './render-diagnostic.ts';
import { countLine, printable } from './terminal.ts';

/** What verification came to, and what the bundle says of itself as far as that was checked. */
export function verificationLines({ outcome, findings, facts, says }: Verification): readonly string[] {
  const { signer, runId, sealedAt, verdict, counts, files, nonce, publishedIn } = facts;
  return [
    `${outcomeWord(outcome)}  ${says}`,
    ...findings.map((one) => renderDiagnostic(one)),
    ...(runId === undefined ? [] : [`run      ${printable(runId)}`]),
    ...(verdict === undefined || counts === undefined ? [] : [`result   ${verdict}: ${countLine(counts)}`]),
    ...(signer === undefined
      ? []
      : [
          `signer   ${printable(signer.subject)}${signer.selfSigned ? ', self-signed' : ''}`,
          `         SHA-256 ${signer.fingerprint}`,
        ]),
    ...(sealedAt === undefined ? [] : [`sealed   ${printable(sealedAt)} by the signer's own clock`]),
    ...(nonce === undefined ? [] : [`nonce    ${printable(nonce)}`]),
    ...(publishedIn === undefined ? [] : [`suites   as published with ${printable(publishedIn)}`]),
    ...(files === undefined ? [] : [`files    ${grouped(files)}, each as it was sealed`]),
  ];
}

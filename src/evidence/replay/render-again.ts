import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FileSet } from '../../model/digest.ts';
import type { RunPlan } from '../../model/plan.ts';
import type { RunResult } from '../../model/result.ts';
import type { SignerClaim } from '../../report/report-format.ts';
import { REPORT_FORMATS } from '../../report/report-formats.ts';
import { PAYLOAD, REPORT_PDF, RESULTS } from '../format/bundle-layout.ts';
import { rejected } from '../format/finding.ts';
import { blanked, signatureGap } from '../format/pdf-signature.ts';

export interface Rendering {
  readonly plan: RunPlan;
  readonly result: RunResult;
  readonly payload: FileSet;
  readonly signer?: SignerClaim;
  readonly sealedAt?: string;
}

/**
 * Renders again every report that the bundle holds and names those whose bytes are others: REPORT_DIFFERS. A signature is left
 * out on both sides.
 */
export async function renderAgain({ plan, result, payload, signer, sealedAt }: Rendering): Promise<{
  readonly files: readonly string[];
  readonly findings: readonly Diagnostic[];
}> {
  // results.json is compared on its own, case by case.
  const formats = REPORT_FORMATS.filter(({ fileName }) => fileName !== RESULTS && payload.has(fileName));
  const claim = signer && { subject: signer.subject, fingerprint: signer.fingerprint, selfSigned: signer.selfSigned };
  const gap = signatureGap(Buffer.from(payload.get(REPORT_PDF) ?? []));
  const input = {
    plan,
    result,
    files: payload,
    ...(claim && { signer: claim }),
    ...(gap !== undefined && sealedAt !== undefined && { signedAt: new Date(sealedAt) }),
  };
  const findings: Diagnostic[] = [];
  for (const { fileName, render } of formats) {
    const stored = Buffer.from(payload.get(fileName) ?? []);
    const found = fileName === REPORT_PDF && gap !== undefined && gap !== 'broken' ? blanked(stored, gap) : stored;
    if (found.equals(await render(input))) continue;
    findings.push(
      rejected('REPORT_DIFFERS', `${fileName} is not what the results give`, { file: `${PAYLOAD}${fileName}` }),
    );
  }
  return { files: formats.map(({ fileName }) => fileName), findings };
}

import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FileSet } from '../../model/digest.ts';
import type { RunPlan } from '../../model/plan.ts';
import type { RunResult } from '../../model/result.ts';
import type { SignerClaim } from '../../report/report-format.ts';
import { REPORT_FORMATS } from '../../report/report-formats.ts';
import { PAYLOAD, RESULTS } from '../format/bundle-layout.ts';
import { rejected } from '../format/finding.ts';

export interface Rendering {
  readonly plan: RunPlan;
  readonly result: RunResult;
  readonly payload: FileSet;
  readonly signer?: SignerClaim;
}

/** Renders again every report that the bundle holds and names those whose bytes are others: REPORT_DIFFERS. */
export async function renderAgain({ plan, result, payload, signer }: Rendering): Promise<{
  readonly files: readonly string[];
  readonly findings: readonly Diagnostic[];
}> {
  // results.json is compared on its own, case by case.
  const formats = REPORT_FORMATS.filter(({ fileName }) => fileName !== RESULTS && payload.has(fileName));
  const claim = signer && { subject: signer.subject, fingerprint: signer.fingerprint, selfSigned: signer.selfSigned };
  const input = { plan, result, message: (file: string) => payload.get(file), ...(claim && { signer: claim }) };
  const findings: Diagnostic[] = [];
  for (const { fileName, render } of formats) {
    if (Buffer.from(await render(input)).equals(Buffer.from(payload.get(fileName) ?? []))) continue;
    findings.push(
      rejected('REPORT_DIFFERS', `${fileName} is not what the results give`, { file: `${PAYLOAD}${fileName}` }),
    );
  }
  return { files: formats.map(({ fileName }) => fileName), findings };
}

import { REPORT_PDF } from '../evidence/format/bundle-layout.ts';
import { readCertificate } from '../evidence/format/certificate.ts';
import type { AskForToken } from '../evidence/seal/ask-for-token.ts';
import { signsPdf } from '../evidence/seal/detached-signature.ts';
import { signPdf, UNKNOWN_TO_READERS } from '../evidence/seal/sign-pdf.ts';
import type { Signer } from '../evidence/seal/signer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import type { ReportInput, SignerClaim } from '../report/report-format.ts';
import { REPORT_FORMATS } from '../report/report-formats.ts';

export interface Sealing {
  /** Absent when nobody can sign. */
  readonly signer: Signer | undefined;
  readonly sealedAt: Date;
  readonly askForToken: AskForToken;
}

/** Every report that lies in a bundle, by its file, the PDF with a signature of its own where readers can check one. */
export async function signedReports(
  run: Pick<ReportInput, 'plan' | 'result' | 'files'>,
  { signer, sealedAt, askForToken }: Sealing,
): Promise<{ readonly files: FileSet; readonly problems: readonly Diagnostic[] }> {
  const signing = signer !== undefined && signsPdf(signer);
  const input = { ...run, ...claimOf(signer), ...(signing && { signedAt: sealedAt }) };
  const files = new Map<string, Uint8Array>();
  for (const { fileName, render } of REPORT_FORMATS) {
    const bytes = await render(input);
    files.set(fileName, signing && fileName === REPORT_PDF ? await signPdf(bytes, signer, askForToken) : bytes);
  }
  return { files, problems: signer === undefined || signing ? [] : [UNKNOWN_TO_READERS] };
}

function claimOf(signer: Signer | undefined): { readonly signer?: SignerClaim } {
  const [der] = signer?.certificateChain ?? [];
  const certificate = der === undefined ? undefined : readCertificate(der);
  if (certificate === undefined) return {};
  const { subject, fingerprint, selfSigned } = certificate;
  return { signer: { subject, fingerprint, selfSigned } };
}

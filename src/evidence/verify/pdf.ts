import type { Diagnostic } from '../../model/diagnostic.ts';
import type { DiagnosticCode } from '../../model/diagnostic-code.ts';
import type { FileSet } from '../../model/digest.ts';
import { PAYLOAD, REPORT_PDF } from '../format/bundle-layout.ts';
import type { Certificate } from '../format/certificate.ts';
import { readSignedData, type SignedData } from '../format/cms.ts';
import { CMS } from '../format/cms-names.ts';
import { readFirstDer } from '../format/der.ts';
import { rejected, unless } from '../format/finding.ts';
import { signatureGap, signedBytes } from '../format/pdf-signature.ts';
import { readToken } from '../format/timestamp.ts';

/**
 * That the report in PDF, when it is signed, is signed as a whole, once, and by whoever sealed the bundle. What else it holds is for
 * replay, which renders it again.
 * Codes: PDF_NOT_WHOLE, PDF_SIGNATURE_INVALID, PDF_SIGNER_DIFFERS.
 */
export function checkPdf(files: FileSet, chain: readonly Certificate[]): readonly Diagnostic[] {
  const pdf = Buffer.from(files.get(`${PAYLOAD}${REPORT_PDF}`) ?? []);
  const gap = signatureGap(pdf);
  if (gap === undefined) return [];
  if (gap === 'broken') return [wrong('PDF_NOT_WHOLE', 'The signature does not cover all of it but its own place')];

  const signature = readSignature(Buffer.from(pdf.toString('latin1', gap.start + 1, gap.end - 1), 'hex'));
  if (signature === undefined)
    return [wrong('PDF_SIGNATURE_INVALID', 'The signature is malformed, or a time-stamp in it')];
  const own = chain.map(({ fingerprint }) => fingerprint);
  const ofSigner = signature.signer.fingerprint === own[0];
  const nobodyElse = signature.certificates.every(({ fingerprint }) => own.includes(fingerprint));
  const valid = signature.isValidFor(signedBytes(pdf, gap));
  return [
    ...unless(ofSigner && nobodyElse, wrong('PDF_SIGNER_DIFFERS', 'It is signed by another than the bundle')),
    ...unless(valid, wrong('PDF_SIGNATURE_INVALID', 'The signature is not that of this file')),
  ];
}

/** One value in DER, with no more beside what is signed than a time-stamp of it, and zeros up to the end of its place. */
function readSignature(bytes: Buffer): SignedData | undefined {
  try {
    const { raw } = readFirstDer(bytes);
    const signature = readSignedData(raw);
    const padded = bytes.subarray(raw.length).every((byte) => byte === 0);
    const known = [...signature.unsigned.keys()].every((type) => type === CMS.timestampToken);
    const token = signature.unsigned.get(CMS.timestampToken);
    if (token !== undefined) readToken(token.raw, signature.signatureValue);
    const detached = signature.contentType === CMS.data && signature.content === undefined;
    return padded && known && detached ? signature : undefined;
  } catch {
    return undefined;
  }
}

const wrong = (code: DiagnosticCode, message: string): Diagnostic =>
  rejected(code, message, { file: `${PAYLOAD}${REPORT_PDF}` });

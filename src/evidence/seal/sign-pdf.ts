import type { Diagnostic } from '../../model/diagnostic.ts';
import { HarnessError } from '../../model/harness-error.ts';
import { signatureGap, signedBytes } from '../format/pdf-signature.ts';
import type { AskForToken } from './ask-for-token.ts';
import { detachedSignature } from './detached-signature.ts';
import type { Signer } from './signer.ts';

/**
 * Puts a signature over the whole file into the room that it holds for one: PAdES B-B, or B-T with a token.
 * @throws HarnessError PDF_NOT_SIGNED when there is no such room, too little of it, or `signsPdf` says no to the signer.
 */
export async function signPdf(pdf: Uint8Array, signer: Signer, askForToken: AskForToken): Promise<Uint8Array> {
  const file = Buffer.from(pdf);
  const gap = signatureGap(file);
  if (gap === undefined || gap === 'broken') throw new HarnessError(notSigned('it has no room for one'));
  const signature = await detachedSignature(signedBytes(file, gap), signer, askForToken);
  if (signature === undefined) throw new HarnessError(UNKNOWN_TO_READERS);
  const hex = Buffer.from(signature).toString('hex');
  if (hex.length > gap.end - gap.start - 2) throw new HarnessError(notSigned('its certificates need too much room'));
  file.write(hex, gap.start + 1, 'latin1');
  return file;
}

const notSigned = (why: string): Diagnostic => ({
  code: 'PDF_NOT_SIGNED',
  severity: 'warning',
  message: `The PDF bears no signature of its own: ${why}`,
  hint: 'The seal of the bundle covers it all the same.',
});

/** Why the report of such a signer is left as it is. */
export const UNKNOWN_TO_READERS: Diagnostic = {
  ...notSigned('readers of PDF cannot check this kind of key'),
  hint: 'The seal of the bundle covers it all the same. A key of ECDSA P-256 or RSA signs the PDF as well.',
};

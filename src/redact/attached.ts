import { asBuffer } from '../model/bytes.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import type { IsDeclared } from './declared.ts';
import { isNhsNumber, NHS_NUMBER_SHAPE, nhsDigits } from './nhs-number.ts';
import { pdfTexts } from './pdf-text.ts';

const ATTACHED = /^attachments\/.+\.(?<ending>png|jpg|pdf)$/;

/**
 * What people attached and no rule has replaced anything in: pictures and PDF files go into the evidence as they are. Numbers that may be
 * somebody's are looked for in the text of PDF files as far as it can be read.
 */
export function attachedFindings(files: FileSet, isDeclared: IsDeclared): readonly Diagnostic[] {
  return [...files].flatMap(([path, bytes]) => {
    const ending = ATTACHED.exec(path)?.groups?.ending;
    if (ending === undefined) return [];
    if (ending !== 'pdf') return [notLookedInto(path, 'a picture')];
    return [...(mayNameSomebody(bytes, isDeclared) ? [mayBeSomebodys(path)] : []), notLookedInto(path, 'a PDF file')];
  });
}

const mayNameSomebody = (pdf: Uint8Array, isDeclared: IsDeclared): boolean =>
  [pdf, ...pdfTexts(pdf)].some((bytes) =>
    [...asBuffer(bytes).toString('latin1').matchAll(NHS_NUMBER_SHAPE)].some(
      ({ groups }) => isNhsNumber(groups?.value ?? '') && !isDeclared(nhsDigits(groups?.value ?? '')),
    ),
  );

const mayBeSomebodys = (path: string): Diagnostic => ({
  code: 'LEAK',
  severity: 'warning',
  message: `${path} holds what may be an NHS number`,
  hint: 'Look at it. If it is that of somebody, take the attachment out and run again.',
});

const notLookedInto = (path: string, what: string): Diagnostic => ({
  code: 'ATTACHMENT_NOT_REDACTED',
  severity: 'not-checked',
  message: `${path} is ${what}, and stands in the evidence as it was attached`,
  hint: 'See to it that it shows nobody who is not invented.',
});

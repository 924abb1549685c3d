import type { PDFDocument } from 'pdfkit';
import type { Verdict } from '../../../model/verdict.ts';

/** Strokes in a square of 16, from its upper left corner: drawn, since fonts differ in which signs they hold. */
const STROKES: Readonly<Record<Verdict, readonly (readonly (readonly [x: number, y: number])[])[]>> = {
  pass: [
    [
      [3, 8.5],
      [6.2, 11.7],
      [13, 4.6],
    ],
  ],
  fail: [
    [
      [4, 4],
      [12, 12],
    ],
    [
      [12, 4],
      [4, 12],
    ],
  ],
  error: [
    [
      [8, 2.5],
      [8, 9.5],
    ],
    [
      [8, 12.6],
      [8, 12.8],
    ],
  ],
  skip: [
    [
      [3.5, 8],
      [12.5, 8],
    ],
  ],
};

/** Draws the sign of a verdict in a square of a size. */
export function drawSign(
  document: PDFDocument,
  verdict: Verdict,
  x: number,
  y: number,
  size: number,
  colour: string,
): void {
  const scale = size / 16;
  document
    .save()
    .strokeColor(colour)
    .lineWidth(2.2 * scale)
    .lineCap('round')
    .lineJoin('round');
  for (const [first, ...others] of STROKES[verdict]) {
    if (first === undefined) continue;
    document.moveTo(x + first[0] * scale, y + first[1] * scale);
    for (const [across, down] of others) document.lineTo(x + across * scale, y + down * scale);
  }
  document.stroke().restore();
}

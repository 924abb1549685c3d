import type { PDFDocument } from 'pdfkit';
import { KERNING } from './kerning.ts';
import { openFont, Typeface } from './typeface.ts';

/** The faces of the report: IBM Plex (SIL Open Font License 1.1, which allows embedding). */
export const FILES = {
  plain: '@expo-google-fonts/ibm-plex-sans/400Regular/IBMPlexSans_400Regular.ttf',
  strong: '@expo-google-fonts/ibm-plex-sans/600SemiBold/IBMPlexSans_600SemiBold.ttf',
  code: '@expo-google-fonts/ibm-plex-mono/400Regular/IBMPlexMono_400Regular.ttf',
} as const;
export type Face = keyof typeof FILES;

const opened = new Map<Face, Typeface>();

function typeface(face: Face): Typeface {
  const known = opened.get(face);
  if (known !== undefined) return known;
  const made = new Typeface(openFont(FILES[face]), KERNING[face]);
  opened.set(face, made);
  return made;
}

/** Makes the faces known to a document by their names. */
export function registerFaces(document: PDFDocument): void {
  for (const face of ['plain', 'strong', 'code'] as const) document.registerFont(face, typeface(face).font);
}

/** Width of a text in points. */
export const textWidth = (face: Face, text: string, size: number): number => typeface(face).width(text) * size;

/** Combining marks would change the look of what stands before them. */
const COMBINING = /\p{M}/u;

/** Whether a face shows a character as itself; what it does not is shown as an escape. */
export const shows = (face: Face, character: string): boolean =>
  !COMBINING.test(character) && typeface(face).has(character);

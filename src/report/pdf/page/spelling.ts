import { visibleRuns } from '../../visible-text.ts';
import { type Face, shows } from './faces.ts';

/** Text that is shown as it is, or the escapes of what would not be seen or what the face does not have. */
export interface SpelledRun {
  readonly text: string;
  readonly escaped: boolean;
}

/** Splits text into what a face shows as it is and what stands as `\u{202E}`. Line feeds stay. */
export function spelled(text: string, face: Face): readonly SpelledRun[] {
  return visibleRuns(text).flatMap((run) => (run.escaped ? run : withoutUnknown(run.text, face)));
}

/** Printable ASCII, which every face has. */
const KNOWN = /^[\n -~]*$/;

function withoutUnknown(text: string, face: Face): readonly SpelledRun[] {
  if (KNOWN.test(text)) return [{ text, escaped: false }];
  const runs: { text: string; escaped: boolean }[] = [];
  for (const character of text) {
    const escaped = character !== '\n' && !shows(face, character);
    const spelling = escaped ? `\\u{${character.codePointAt(0)?.toString(16).toUpperCase()}}` : character;
    const last = runs.at(-1);
    if (last?.escaped === escaped) last.text += spelling;
    else runs.push({ text: spelling, escaped });
  }
  return runs;
}

/** As plain text, for places that have one face. */
export const spelledText = (text: string, face: Face): string =>
  spelled(text, face)
    .map((run) => run.text)
    .join('');

/**
 * Characters that a reader cannot see, or that change how others are shown: controls, format and bidi characters,
 * zero-width ones, spaces other than the space, fillers, variation selectors, lone surrogates, noncharacters.
 * Line feed and tab stay, since both HTML and XML hold them. A backslash that begins what looks like one of our escapes
 * is escaped itself, so that the original can always be told.
 */
const UNSEEN =
  '(?![\\n\\t ])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Z}\\p{Variation_Selector}\\p{Noncharacter_Code_Point}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u2800\\u3164\\uffa0]|\\\\(?=u\\{)';
const UNSEEN_RUN = new RegExp(`((?:${UNSEEN})+)`, 'u');

/** A run of text that is shown as it is, or the escapes of a run that would not be seen. */
export interface TextRun {
  readonly text: string;
  readonly escaped: boolean;
}

/** Most texts. */
const PLAIN = /^[\n\t -[\]-~]*$/;

/** Splits text into what shows as it is and what is shown as `\u{202E}`: nothing is lost, nothing takes effect. */
export function visibleRuns(text: string): readonly TextRun[] {
  if (PLAIN.test(text)) return text === '' ? [] : [{ text, escaped: false }];
  return text
    .split(UNSEEN_RUN)
    .map((run, index) => ({ text: index % 2 === 1 ? escapes(run) : run, escaped: index % 2 === 1 }))
    .filter((run) => run.text !== '');
}

/** The same as plain text. */
export function visibleText(text: string): string {
  if (PLAIN.test(text)) return text;
  return visibleRuns(text)
    .map((run) => run.text)
    .join('');
}

function escapes(run: string): string {
  return Array.from(run, (character) => `\\u{${character.codePointAt(0)?.toString(16).toUpperCase()}}`).join('');
}

import type { Verdict, VerdictCounts } from '../model/verdict.ts';
import { colour } from './colour.ts';

/** Where a command writes: results go to `out`, progress and prose to `err`. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** The error stream is a terminal that can rewrite its last line. */
  readonly live: boolean;
  /** Characters per line. */
  readonly columns: number;
}

/** Back to the start of the line, and what stands in it erased. */
export const CLEAR = '\r\u001b[2K';

const MARKS: Readonly<Record<Verdict, string>> = { pass: '✔', fail: '✘', error: '!', skip: '–' };
const COLOURS: Readonly<Record<Verdict, (text: string) => string>> = {
  pass: colour.green,
  fail: colour.red,
  error: colour.magenta,
  skip: colour.yellow,
};

export const mark = (verdict: Verdict): string => COLOURS[verdict](`${MARKS[verdict]} ${verdict}`);

/** Control, bidirectional and zero-width characters made visible, so that a name cannot drive the terminal. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** `52 passed, 1 failed, 0 errors, 2 skipped`; what there is none of stays grey. */
export function countLine({ pass, fail, error, skip }: VerdictCounts): string {
  const part = (count: number, text: string, paint: (text: string) => string): string =>
    count === 0 ? colour.dim(`${count} ${text}`) : paint(`${count} ${text}`);
  return [
    part(pass, 'passed', colour.green),
    part(fail, 'failed', colour.red),
    part(error, error === 1 ? 'error' : 'errors', colour.magenta),
    part(skip, 'skipped', colour.yellow),
  ].join(', ');
}

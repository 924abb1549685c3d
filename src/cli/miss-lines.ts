import { isError } from '../model/diagnostic.ts';
import type { AssertionResult, CaseResult } from '../model/result.ts';
import { missWords, stepOf } from '../report/missed-assertion.ts';
import { drivenWords } from '../report/said.ts';
import { shortened } from '../report/shortened.ts';
import { sentence } from '../report/words.ts';
import { printable } from './terminal.ts';
import { hanging } from './wrap.ts';

/** Of what belongs to a case and stands below its name. */
const INDENT = '    ';

/** An assertion that did not pass: step, code and what was wrong; then what to do about it. */
export function missLines(missed: AssertionResult, columns: number): readonly string[] {
  const hint = missed.diagnostics.find(isError)?.hint;
  return [...told(wordsOf(missed), columns), ...(hint === undefined ? [] : told(`hint: ${hint}`, columns))];
}

/** The same in one line, without what to do. */
export const missLine = (missed: AssertionResult, columns: number): string => toldShort(wordsOf(missed), columns);

function wordsOf(missed: AssertionResult): string {
  const first = missed.diagnostics.find(isError);
  const place = [stepOf(missed), ...(first === undefined ? [] : [first.code])].join(' ');
  return `${place}: ${missWords(missed)}`;
}

/** A text of any origin below the name of a case. */
export const told = (text: string, columns: number): readonly string[] => hanging(INDENT, printable(text), columns);

/** As much of a text of any origin as one line holds, below the name of a case. */
export function toldShort(text: string, columns: number): string {
  const line = `${INDENT}${printable(text)}`;
  return line.length <= columns ? line : `${line.slice(0, columns - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Of what the client said, so many lines from its end, each of so many characters. */
const SAID_LINES = 3;
const SAID_CHARACTERS = 300;

type Driven = NonNullable<CaseResult['driven']>;

/** What became of asking the client, where that may be why the case did not pass: how it ended, and what it printed last. */
export function drivenLines(
  driven: Driven | undefined,
  missed: AssertionResult | undefined,
  columns: number,
): readonly string[] {
  if (driven === undefined || driven.unasked !== undefined || isOfNoAccount(driven, missed)) return [];
  const { stream, text } = driven.log
    ? { stream: 'error stream', text: driven.log }
    : { stream: 'output', text: driven.output };
  const said = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-SAID_LINES);
  return [
    ...told(sentence(drivenWords(driven)), columns),
    ...(said.length === 0 ? [] : told(`The end of its ${stream}:`, columns)),
    ...said.flatMap((line) => told(`  ${shortened(line, SAID_CHARACTERS)}`, columns)),
  ];
}

/** It did what it was asked, and what is wrong stands in what it sent. */
const isOfNoAccount = ({ way, problem, exitCode = 0 }: Driven, missed: AssertionResult | undefined): boolean =>
  way === 'nobody' || way === 'person' || (problem === undefined && exitCode === 0 && missed?.kind !== 'receive');

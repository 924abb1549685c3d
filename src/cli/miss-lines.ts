import { isError } from '../model/diagnostic.ts';
import type { AssertionResult } from '../model/result.ts';
import { missWords, stepOf } from '../report/missed-assertion.ts';
import { printable } from './terminal.ts';
import { hanging } from './wrap.ts';

/** Of what belongs to a case and stands below its name. */
const INDENT = '    ';

/** An assertion that did not pass: step, code and what was wrong; then what to do about it. */
export function missLines(missed: AssertionResult, columns: number): readonly string[] {
  const first = missed.diagnostics.find(isError);
  const place = [stepOf(missed), ...(first === undefined ? [] : [first.code])].join(' ');
  return [
    ...told(`${place}: ${missWords(missed)}`, columns),
    ...(first?.hint === undefined ? [] : told(`hint: ${first.hint}`, columns)),
  ];
}

/** A text of any origin below the name of a case. */
export const told = (text: string, columns: number): readonly string[] => hanging(INDENT, printable(text), columns);

import type { PlannedCase, RunPlan } from '../model/plan.ts';
import { colour } from './colour.ts';
import { printable } from './terminal.ts';
import { wrap } from './wrap.ts';

/** A text for a person, indented, in lines that fit the terminal. */
export const paragraph = (text: string, columns: number): readonly string[] =>
  wrap(printable(text), Math.max(20, columns - 4)).map((line) => `  ${line}`);

/** Tells which case a person has to do with, and how far the run is; once, however much there is to do in it. */
export type CaseHeading = (planned: PlannedCase) => readonly string[];

export function caseHeadings({ cases }: RunPlan, columns: number): CaseHeading {
  let last: string | undefined;
  return ({ id, title, index }) => {
    if (id === last) return [''];
    last = id;
    const [first = '', ...more] = wrap(printable(title), Math.max(20, columns - id.length - 4));
    return [
      '',
      `${colour.bold(id)}  ${first}`,
      ...more.map((line) => `${' '.repeat(id.length)}  ${line}`),
      colour.dim(`case ${index + 1} of ${cases.length}`),
    ];
  };
}

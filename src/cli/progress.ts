import { isError } from '../model/diagnostic.ts';
import type { JournalEvent } from '../model/event.ts';
import type { RunPlan } from '../model/plan.ts';
import type { AssertionResult, SkipReason } from '../model/result.ts';
import { duration } from '../report/numbers.ts';
import { colour } from './colour.ts';
import { CLEAR, mark, printable, type Terminal } from './terminal.ts';

/**
 * Tells of a run while it goes on: in a terminal one line that changes, elsewhere one line for each case. What is wrong
 * stays to be read. What kept all the cases after it from being run, or the negatives of a twin, is said once, in the summary.
 */
export class Progress {
  readonly #terminal: Terminal;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #firstProblem = new Map<string, readonly string[]>();
  #done = 0;

  constructor(plan: RunPlan, terminal: Terminal) {
    this.#terminal = terminal;
    this.#titles = new Map(plan.cases.map(({ id, title }) => [id, title]));
  }

  tell(event: JournalEvent): void {
    if (event.type === 'step-judged') {
      const problem = event.assertions.find(({ verdict }) => verdict !== 'pass');
      if (problem !== undefined) this.#firstProblem.set(event.case, problemLines(event.step, problem));
    } else if (event.type === 'case-finished') {
      this.#done += 1;
      if (!isSaidOnce(event.skipReason)) this.#finished(event);
    } else if (event.type === 'held-back') {
      const { live, err } = this.#terminal;
      const { status, exchange, waitMs } = event;
      err(
        `${live ? CLEAR : ''}${colour.dim(`waiting ${duration(waitMs)}: exchange ${exchange} was answered with ${status}`)}\n`,
      );
    }
  }

  #finished({ case: id, verdict, reason, durationMs }: CaseFinished): void {
    const { live, columns, err } = this.#terminal;
    const title = printable(this.#titles.get(id) ?? '');
    const head = `${mark(verdict)} ${colour.bold(id)}`;
    const why = (this.#firstProblem.get(id) ?? [reason ?? '']).map(printable);
    const took = `${head} ${title} ${colour.dim(`${durationMs} ms`)}`;
    const lines = { pass: [took], skip: [`${head} ${why.join(' ')}`], fail: [took, ...why], error: [took, ...why] }[
      verdict
    ];
    if (!live || verdict !== 'pass') err(`${live ? CLEAR : ''}${lines.join('\n    ')}\n`);
    if (live) err(`${CLEAR}${`${this.#done}/${this.#titles.size} ${id} ${title}`.slice(0, columns - 1)}`);
  }

  end(): void {
    if (this.#terminal.live) this.#terminal.err(CLEAR);
  }
}

type CaseFinished = Extract<JournalEvent, { readonly type: 'case-finished' }>;

const isSaidOnce = (reason: SkipReason | undefined): boolean =>
  reason === 'preflight' || reason === 'interrupted' || reason === 'twin';

/** `step CODE: message`, and what to do about it. */
function problemLines(step: string, { message, diagnostics }: AssertionResult): readonly string[] {
  const first = diagnostics.find(isError);
  const head = first === undefined ? step : `${step} ${first.code}`;
  return [`${head}: ${message}`, ...(first?.hint === undefined ? [] : [`hint: ${first.hint}`])];
}

import type { JournalEvent } from '../model/event.ts';
import type { RunPlan } from '../model/plan.ts';
import type { AssertionResult, SkipReason } from '../model/result.ts';
import { isMissed, namedOf } from '../report/missed-assertion.ts';
import { duration } from '../report/numbers.ts';
import type { Waiting } from '../run/reception.ts';
import { colour } from './colour.ts';
import { missLine, toldShort } from './miss-lines.ts';
import { CLEAR, mark, printable, type Terminal } from './terminal.ts';
import { WaitWatch } from './wait-watch.ts';
import { hanging } from './wrap.ts';

/**
 * Tells of a run while it goes on: in a terminal one line that changes, elsewhere one line for each case. What is wrong
 * stays, in two lines; the summary tells it in full. What kept all the cases after it from being run, or the negatives of a twin, is said once, in the summary.
 */
export class Progress {
  readonly #terminal: Terminal;
  readonly #titles: ReadonlyMap<string, string>;
  /** Of the cases under way. */
  readonly #missed = new Map<string, readonly AssertionResult[]>();
  readonly #waits: WaitWatch;
  #done = 0;

  constructor(plan: RunPlan, terminal: Terminal, now: () => number) {
    this.#terminal = terminal;
    const { live } = terminal;
    const say = (line: string): void =>
      live ? this.#status(printable(line)) : this.#say([colour.dim(printable(line))]);
    this.#waits = new WaitWatch(plan, { live, say, now });
    this.#titles = new Map(plan.cases.map(({ id, title }) => [id, title]));
  }

  /** Something else is waited for. */
  waits(waiting: Waiting): void {
    this.#waits.begin(waiting);
  }

  tell(event: JournalEvent): void {
    if (event.type === 'driven' || event.type === 'step-judged') this.#waits.end();
    if (event.type === 'case-started') this.#missed.delete(event.case);
    else if (event.type === 'step-judged') {
      const before = this.#missed.get(event.case) ?? [];
      this.#missed.set(event.case, [...before, ...event.assertions.filter(isMissed)]);
    } else if (event.type === 'case-finished') {
      this.#done += 1;
      if (!isSaidOnce(event.skipReason)) this.#finished(event);
    } else if (event.type === 'held-back') {
      const { status, exchange, waitMs } = event;
      this.#say([colour.dim(`waiting ${duration(waitMs)}: exchange ${exchange} was answered with ${status}`)]);
    }
  }

  #finished({ case: id, verdict, reason, durationMs }: CaseFinished): void {
    const { live, columns } = this.#terminal;
    const title = printable(this.#titles.get(id) ?? '');
    const head = `${mark(verdict)} ${colour.bold(id)}`;
    if (verdict === 'skip') this.#say(hanging(`${head} `, printable(reason ?? ''), columns));
    else if (!live || verdict !== 'pass') {
      const took = hanging(`${head} `, `${title} ${colour.dim(`(${duration(durationMs)})`)}`, columns);
      this.#say([...took, ...this.#why(id, reason)]);
    }
    if (live) this.#status(`${id} ${title}`);
  }

  /** The line that changes. */
  #status(text: string): void {
    const { columns, err } = this.#terminal;
    err(`${CLEAR}${`${this.#done}/${this.#titles.size} ${text}`.slice(0, columns - 1)}`);
  }

  #why(id: string, reason: string | undefined): readonly string[] {
    const { columns } = this.#terminal;
    const named = namedOf(this.#missed.get(id) ?? []);
    if (named !== undefined) return [missLine(named, columns)];
    return reason === undefined ? [] : [toldShort(reason, columns)];
  }

  #say(lines: readonly string[]): void {
    const { live, err } = this.#terminal;
    err(`${live ? CLEAR : ''}${lines.join('\n')}\n`);
  }

  end(): void {
    this.#waits.end();
    if (this.#terminal.live) this.#terminal.err(CLEAR);
  }
}

type CaseFinished = Extract<JournalEvent, { readonly type: 'case-finished' }>;

const isSaidOnce = (reason: SkipReason | undefined): boolean =>
  reason === 'preflight' || reason === 'interrupted' || reason === 'twin';

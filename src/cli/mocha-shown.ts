import { HarnessError } from '../model/harness-error.ts';
import { namedOf } from '../report/missed-assertion.ts';
import type { CaseStory } from './case-stories.ts';
import { renderDiagnostic } from './render-diagnostic.ts';
import type { Session } from './run-session.ts';

/** What mocha hands to a test as `this`. */
export interface MochaTest {
  readonly test: { title: string; context?: unknown };
  skip(): never;
}

/** What mocha has been shown of a run. A run that did not end well never lets mocha end well. */
export class Shown {
  #hasFailed = false;

  /** A verdict in mocha's words: it knows passed, pending and thrown. */
  story({ finished, problems }: CaseStory, mocha: MochaTest): void {
    const { verdict, reason, skipReason } = finished;
    if (verdict === 'pass') return;
    if (verdict === 'skip') {
      mocha.test.title += ` (skipped, ${skipReason}: ${reason})`;
      mocha.skip();
    }
    this.#hasFailed = true;
    const first = namedOf(problems);
    const error = new Error(`${verdict}: ${first === undefined ? reason : `${first.id}: ${first.message}`}`);
    const { expected, actual } = first ?? {};
    // A comparison with nothing shows nothing.
    const isComparable = verdict === 'fail' && (expected ?? null) !== null && (actual ?? null) !== null;
    throw isComparable ? Object.assign(error, { expected, actual }) : error;
  }

  /** The run broke. */
  fault(cause: unknown): unknown {
    this.#hasFailed = true;
    return cause instanceof HarnessError ? said(renderDiagnostic(cause.diagnostic)) : cause;
  }

  /** After the last test: throws what none of them has shown. Twins and the preflight have no test of their own. */
  async end(running: Promise<Session> | undefined): Promise<void> {
    const before = this.#hasFailed;
    const problem = await running?.then(spoiltBy, (cause: unknown) => this.fault(cause));
    if (!before && problem !== undefined) throw problem;
  }
}

function spoiltBy({ result, bundle, problems, report }: Session): Error | undefined {
  const [problem] = bundle === undefined ? problems : result.preflight.problems;
  if (problem !== undefined) return said(renderDiagnostic(problem));
  const spoilt = result.cases.find(({ verdict }) => verdict === result.verdict);
  return result.verdict === 'pass' ? undefined : said(`${result.verdict}: ${spoilt?.id ?? 'the run'}, see ${report}`);
}

/** An error that mocha prints without a stack, which leads nowhere that a user could mend. */
const said = (message: string): Error => Object.assign(new Error(message), { stack: message });

import type { CaseResult, StepResult } from '../model/result.ts';
import { instant } from './numbers.ts';

/** What came of asking the client of a case to act, in a sentence; empty when there is nothing to say. */
export function drivenWords({ way, exitCode, problem }: NonNullable<CaseResult['driven']>): string {
  if (problem !== undefined) return problem;
  switch (way) {
    case 'nobody':
      return 'Nobody asked it: it acted on its own, or its user did.';
    case 'person':
      return 'A person let it do so, and said when it was done.';
    case 'http':
      return 'It was asked over HTTP, and said that it had done it.';
    case 'in-process':
      return `It ran in the process of the harness, and ended with ${exitCode}.`;
    case 'command':
      return exitCode === undefined ? '' : `The command that asked it ended with ${exitCode}.`;
    default:
      return way satisfies never;
  }
}

/** Who answered a question, and when: `by A. Tester, 3 March 2026, 10:15:00 UTC, before the run`. */
export const answeredBy = ({ by, at, way }: NonNullable<StepResult['attested']>): string =>
  `by ${by}, ${instant(at)}${way === 'beforehand' ? ', before the run' : ''}`;

/** Why there is no answer; `printed`: what the driven client printed tells. */
export const unansweredWords = (printed: boolean): string =>
  printed ? 'Nobody was asked: what the client printed tells.' : 'There is no answer.';

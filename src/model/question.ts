import type { RunPlan } from './plan.ts';
import { type AnswerForm, type Assertion, type AttestStep, isAttested, type TestCase } from './suite.ts';

type Choices = Pick<RunPlan, 'selection'>;

/** Whether what the driven client prints answers the question, so that nobody is asked. */
const isPrinted = ({ selection }: Choices, { printed }: AttestStep): boolean =>
  selection.prints === true && printed.length > 0;

/** What is expected in a run of what was said: of the words of the client, or of a person's answer. */
export const looksOf = (plan: Choices, step: AttestStep): readonly Assertion[] =>
  isPrinted(plan, step) ? step.printed : step.expect;

/** Whether a person is asked in a run. */
export const isAsked = (plan: Choices, step: AttestStep): boolean => !isPrinted(plan, step);

/** Whether a case of a run asks a person anything. */
export const needsPerson = (plan: Choices, { steps }: Pick<TestCase, 'steps'>): boolean =>
  steps.some((step) => isAttested(step) && isAsked(plan, step));

/** The answers among which one is chosen; undefined when it is free. */
export function choicesOf(answer: AnswerForm): readonly string[] | undefined {
  if (answer === 'yes-no') return ['yes', 'no'];
  return typeof answer === 'string' ? undefined : answer;
}

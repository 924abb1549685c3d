import { type ExchangeRecord, isOfStep } from '../model/exchange.ts';
import type { CaseResult, StepResult } from '../model/result.ts';
import { conclusion, type Verdict } from '../model/verdict.ts';
import { missedAssertions, namedOf } from './missed-assertion.ts';

/** The exchange in which it shows what a case says of a requirement; undefined when no message does, as in an answer. */
export function decidingExchange(one: CaseResult, requirement: string): ExchangeRecord | undefined {
  const naming = one.steps.filter((step) => verdictsOn(step, requirement).length > 0);
  const worst = conclusion(naming.flatMap((step) => verdictsOn(step, requirement)));
  const named = naming.findLast((step) => verdictsOn(step, requirement).includes(worst));
  return exchangeOf(one, named ?? missedStep(one) ?? one.steps.find(({ id }) => id === one.act));
}

/** The exchange in which it shows that a case did not pass: that of the step of the assertion that is named. */
export function exchangeToSee(one: CaseResult): ExchangeRecord | undefined {
  const missed = missedStep(one);
  return missed && exchangeOf(one, missed);
}

/** Whether a case came to its end because a step could send nothing: then an answer to an earlier step is what is to be seen. */
export const restsOnScene = (one: CaseResult): boolean => missedStep(one)?.exchanges.length === 0;

const verdictsOn = ({ assertions }: StepResult, requirement: string): readonly Verdict[] =>
  assertions.filter(({ verifies }) => verifies?.includes(requirement)).map(({ verdict }) => verdict);

function missedStep(one: CaseResult): StepResult | undefined {
  const named = namedOf(missedAssertions(one));
  return named && one.steps.find(({ assertions }) => assertions.includes(named));
}

/** That of the step itself; for a step that sent nothing, that of the step before, on which it depended. */
function exchangeOf({ steps }: CaseResult, step: StepResult | undefined): ExchangeRecord | undefined {
  if (step === undefined) return undefined;
  const upTo = steps.slice(0, steps.indexOf(step) + 1).flatMap(({ exchanges }) => exchanges);
  return step.exchanges.findLast(isOfStep) ?? step.exchanges.at(-1) ?? upTo.findLast(isOfStep);
}

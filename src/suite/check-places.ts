import type { JsonValue } from '../model/json.ts';
import { choicesOf } from '../model/question.ts';
import { type Assertion, type AttestStep, isAttested, type Step } from '../model/suite.ts';
import { hintFor } from '../schema/suggestion.ts';
import type { Library } from './library.ts';
import { errorAt, type Report } from './located.ts';

/** Reports each expectation that looks at what there is not where it stands: an answer to no question, or an exchange of nobody. */
export function checkPlaces(step: Step, { kinds }: Library, report: Report): void {
  const speakerOf = ({ kind }: Assertion) => kinds.get(kind)?.speaker ?? 'exchange';
  const wrong = (list: readonly Assertion[], speaker: ReturnType<typeof speakerOf>): void => {
    for (const assertion of list) {
      // What is no kind at all is reported as that.
      if (!kinds.has(assertion.kind) || speakerOf(assertion) === speaker) continue;
      report(errorAt(assertion.source, 'WRONG_VALUE', `"${assertion.kind}" ${PLACES[speakerOf(assertion)]}`));
    }
  };
  wrong(step.expect, step.kind === 'attest' ? 'person' : 'exchange');
  if (step.kind !== 'attest') return;
  wrong(step.printed, 'client');
  for (const assertion of step.expect) checkPossible(step, assertion, report);
}

const PLACES = {
  exchange: 'looks at an exchange, and a step that asks a person has none',
  person: 'looks at an answer: it belongs into `expect` of a step with `attest`',
  client: 'looks at what a client printed: it belongs into `printed` of a step with `attest`',
} as const;

/** An answer that nobody can give cannot be expected. */
function checkPossible({ attest: { answer } }: AttestStep, { kind, args, source }: Assertion, report: Report): void {
  const choices = choicesOf(answer);
  if (kind !== 'answer' || answer === 'text') return;
  const { equals, in: among = [] } = args as { readonly equals?: JsonValue; readonly in?: readonly JsonValue[] };
  const fits = (value: JsonValue): boolean =>
    choices === undefined ? typeof value === 'number' : choices.includes(String(value));
  for (const value of [...(equals === undefined ? [] : [equals]), ...among].filter((one) => !fits(one))) {
    const hint = choices && hintFor(String(value), choices);
    report(errorAt(source, 'WRONG_VALUE', `Nobody can answer ${JSON.stringify(value)} to this question`, hint));
  }
}

/** Reports a question in the midst of what happens, and one that nothing printed can answer. */
export function checkQuestions(steps: readonly Step[], isDriven: boolean, report: Report): void {
  const first = steps.findIndex(isAttested);
  const late = first === -1 ? undefined : steps.slice(first).find((step) => !isAttested(step));
  if (late !== undefined) {
    const message = `The step "${late.id}" comes after a question, which is asked when everything else is over`;
    report(errorAt(late.source, 'WRONG_VALUE', message, 'Put the steps with `attest` last.'));
  }
  for (const { printed, source } of isDriven ? [] : steps.filter(isAttested)) {
    if (printed.length > 0) report(errorAt(source, 'WRONG_VALUE', 'Nothing is printed in a case without `drive`'));
  }
}

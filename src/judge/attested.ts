import type { Finding } from '../assert/kind.ts';
import { failed } from '../assert/kind.ts';
import type { Said } from '../assert/statement.ts';
import { interpolate } from '../message/interpolate.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import { isAsked, looksOf } from '../model/question.ts';
import type { Assertion, AttestStep } from '../model/suite.ts';
import type { CaseRecord } from './case-record.ts';
import { caseScope } from './case-scope.ts';
import { harnessFault, type Named } from './judge-assertion.ts';
import { statementKindOf } from './kinds.ts';

/** What was said, against what is expected of it. A question without an answer says nothing either way. */
export function judgeAttested(
  plan: RunPlan,
  planned: PlannedCase,
  step: AttestStep,
  record: CaseRecord,
): readonly Named<Finding>[] {
  const answer = record.answers[step.id]?.answer;
  if (isAsked(plan, step) && answer === undefined) return [unanswered(step)];
  const said: Said = {
    ...(answer !== undefined && { answer }),
    ...(record.driven && { driven: record.driven }),
  };
  const scope = caseScope(plan, planned, record);
  return looksOf(plan, step).map((assertion) => {
    const { kind, verifies, says, args } = assertion;
    const { value, diagnostics } = interpolate(args, scope);
    const missing = { ...failed('What is compared here did not come', args, null), diagnostics };
    const finding = value === undefined ? missing : judgeStatement(kind, value, said);
    return { kind, ...(verifies && { verifies }), ...(says !== undefined && { says }), ...finding };
  });
}

function judgeStatement(name: string, args: Assertion['args'], said: Said): Finding {
  const kind = statementKindOf(name);
  if (kind === undefined) return harnessFault('UNKNOWN_ASSERTION', `"${name}" is about nothing that was said`);
  try {
    return kind.check(args, said);
  } catch (cause) {
    return harnessFault('ASSERTION_CRASHED', `The check itself broke: ${String(cause)}`);
  }
}

const unanswered = ({ attest: { ask } }: AttestStep): Named<Finding> => ({
  kind: 'attest',
  verdict: 'skip',
  message: `There is no answer: ${ask}`,
  expected: ask,
  actual: null,
});

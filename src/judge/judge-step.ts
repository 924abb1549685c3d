import type { AssertionKind, Finding, Reading, Subject } from '../assert/kind.ts';
import { payloadOf } from '../assert/payload.ts';
import { ASSERTION_KINDS } from '../assert/registry.ts';
import { interpolate } from '../message/interpolate.ts';
import { plainRoots, type Scope } from '../message/scope.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { AssertionResult } from '../model/result.ts';
import type { Assertion, Step } from '../model/suite.ts';
import { captured, selected } from './capture.ts';
import { type CaseRecord, exchangeOf } from './case-record.ts';
import { caseScope } from './case-scope.ts';

const KINDS: ReadonlyMap<string, AssertionKind> = new Map(ASSERTION_KINDS.map((kind) => [kind.kind, kind]));

/** The state readings that the expectations of a step, and of the steps after it, need around it. */
export function readingsAround(planned: PlannedCase, step: Step): readonly Reading[] {
  const all = planned.steps.flatMap(({ id, expect }) =>
    expect.flatMap(({ kind, args }) => KINDS.get(kind)?.readings?.(args, id) ?? []),
  );
  const here = all.filter((reading) => reading.step === step.id);
  return here.filter((one, place) => here.findIndex((same) => isSameReading(same, one)) === place);
}

const isSameReading = (a: Reading, b: Reading): boolean =>
  a.probe === b.probe && a.when === b.when && a.step === b.step;

/** Every assertion of a step against what was exchanged. Empty when the step was not carried out. */
export function judgeStep(
  plan: RunPlan,
  planned: PlannedCase,
  step: Step,
  record: CaseRecord,
): readonly AssertionResult[] {
  const exchange = exchangeOf(record, step.id);
  if (exchange === undefined) return [];
  const scope = caseScope(plan, planned, record);
  const subject = subjectOf(plan, step, record, scope, exchange);
  const findings = [
    ...step.expect.map((assertion) => ({ kind: assertion.kind, ...judgeAssertion(assertion, subject, scope) })),
    ...missingCaptures(step, exchange, plan),
  ];
  return findings.map((finding, place) => ({
    diagnostics: [],
    follows: [],
    restsOn: [],
    ...finding,
    id: `${planned.id}/${step.id}/${place + 1}`,
  }));
}

function judgeAssertion(assertion: Assertion, subject: Subject, scope: Scope): Finding {
  const kind = KINDS.get(assertion.kind);
  if (kind === undefined) return harnessFault('UNKNOWN_ASSERTION', `There is no assertion kind "${assertion.kind}"`);
  if (subject.exchange.outcome !== 'response') return noResponse(subject.exchange, assertion.args);
  const { value, diagnostics } = interpolate(assertion.args, scope);
  if (value === undefined) {
    return { ...harnessFault('COMPOSE_FAILED', 'The expectation could not be filled in'), diagnostics };
  }
  try {
    return kind.check(value, subject);
  } catch (cause) {
    return harnessFault('ASSERTION_CRASHED', `The check itself broke: ${String(cause)}`);
  }
}

/** Without a response nothing can be said of the system under test. */
function noResponse(exchange: Exchange, expected: JsonValue): Finding {
  const problem = exchange.problem === undefined ? '' : ` (${exchange.problem})`;
  return {
    verdict: 'error',
    message: `There was no response: ${exchange.outcome}${problem}`,
    expected,
    actual: exchange.outcome,
  };
}

function harnessFault(code: Diagnostic['code'], message: string): Finding {
  return {
    verdict: 'error',
    message,
    expected: null,
    actual: null,
    diagnostics: [{ code, severity: 'error', message }],
  };
}

/** A later step needs what a capture takes, so its absence is a finding about the response. */
function missingCaptures(step: Step, exchange: Exchange, plan: RunPlan): readonly (Finding & { kind: string })[] {
  if (exchange.outcome !== 'response') return [];
  return Object.entries(step.capture)
    .filter(([, capture]) => captured(capture, exchange, plan.api.fhirVersion) === undefined)
    .map(([name, { from, select }]) => ({
      kind: 'capture',
      verdict: 'fail',
      message: `The response has no "${name}": nothing at ${from} ${select}`,
      expected: select,
      actual: null,
    }));
}

function subjectOf(plan: RunPlan, step: Step, record: CaseRecord, scope: Scope, exchange: Exchange): Subject {
  const version = plan.api.fhirVersion;
  const variables = plainRoots(scope);
  return {
    api: plan.api,
    step: step.id,
    exchange,
    payload: payloadOf(exchange.response, version),
    variables,
    reading: (probe, when, at) => {
      const purpose = when === 'before' ? 'probe-before' : 'probe-after';
      const probed = record.exchanges.find(
        ({ ref }) => ref.purpose === purpose && ref.step === at && ref.probe === probe,
      );
      const expression = plan.api.probes[probe]?.fhirpath;
      if (probed?.response === undefined || probed.response.status >= 300 || expression === undefined) return undefined;
      const state = selected(expression, payloadOf(probed.response, version), version, variables);
      return state.length === 0 ? undefined : [...state];
    },
  };
}

import { broken, type Finding, type Reading, type StateRead, type Subject } from '../assert/kind.ts';
import { payloadOf } from '../assert/payload.ts';
import { interpolate } from '../message/interpolate.ts';
import { plainRoots, type Scope } from '../message/scope.ts';
import { brokenExchange } from '../model/broken-exchange.ts';
import { connectionOf, fingerprintShown } from '../model/connection.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { AssertionResult } from '../model/result.ts';
import type { Assertion, FhirVersion, Step } from '../model/suite.ts';
import type { Bench } from './bench.ts';
import { checkCapture, selected } from './capture.ts';
import { type CaseRecord, exchangeOf } from './case-record.ts';
import { caseScope } from './case-scope.ts';
import { kindOf } from './kinds.ts';
import { askedWith, checkLease, leaseCandidates } from './lease.ts';

/** The state readings that the expectations of a step, and of the steps after it, need around it. */
export function readingsAround(planned: PlannedCase, step: Step): readonly Reading[] {
  const all = planned.steps.flatMap(({ id, expect }) =>
    expect.flatMap(({ kind, args }) => kindOf(kind)?.readings?.(args, id) ?? []),
  );
  const here = all.filter((reading) => reading.step === step.id);
  return here.filter((one, place) => here.findIndex((same) => isSameReading(same, one)) === place);
}

const isSameReading = (a: Reading, b: Reading): boolean =>
  a.probe === b.probe && a.when === b.when && a.step === b.step;

/**
 * Every assertion of a step against what was exchanged, then one result for each of its captures and leases. Empty when
 * the step was not carried out.
 */
export function judgeStep(
  bench: Bench,
  planned: PlannedCase,
  step: Step,
  record: CaseRecord,
): readonly AssertionResult[] {
  const { plan } = bench;
  const exchange = exchangeOf(record, step.id);
  if (exchange === undefined) return [];
  const scope = caseScope(plan, planned, record);
  const subject = subjectOf(bench, step, record, scope, exchange);
  const otherwise = connectedOtherwise(plan, step, exchange);
  const findings = [
    ...step.expect.map((assertion) => ({
      kind: assertion.kind,
      ...(otherwise ?? judgeAssertion(assertion, subject, scope)),
    })),
    ...judgeTaking(step, subject, record),
  ];
  return findings.map((finding, place) => ({
    diagnostics: [],
    follows: [],
    restsOn: [],
    ...finding,
    id: `${planned.id}/${step.id}/${place + 1}`,
  }));
}

/** What came of another certificate than the step shows says nothing. */
function connectedOtherwise(plan: RunPlan, step: Step, { request, tls }: Exchange): Finding | undefined {
  const isSecure = request.url.startsWith('https:');
  if (connectionOf(step) === undefined || !isSecure || tls?.clientFingerprint === fingerprintShown(plan, step)) {
    return undefined;
  }
  return harnessFault('EXCHANGE_MISMATCH', 'Another client certificate was held ready than the step shows');
}

function judgeAssertion(assertion: Assertion, subject: Subject, scope: Scope): Finding {
  const kind = kindOf(assertion.kind);
  if (kind === undefined) return harnessFault('UNKNOWN_ASSERTION', `There is no assertion kind "${assertion.kind}"`);
  const { exchange } = subject;
  if (exchange.outcome !== 'response' && !kind.judgesBroken?.(exchange)) return noResponse(exchange, assertion.args);
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
  const problem = brokenExchange(exchange);
  return {
    verdict: 'error',
    message: `There was no response: ${exchange.outcome}${exchange.problem === undefined ? '' : ` (${exchange.problem})`}`,
    expected,
    actual: exchange.outcome,
    ...(problem && { diagnostics: [problem] }),
  };
}

const harnessFault = (code: Diagnostic['code'], message: string): Finding =>
  broken({ code, severity: 'error', message }, null);

type Named<T> = T & { readonly kind: string };

/** What the step takes from its response for itself and for later steps. */
function judgeTaking(
  { send, capture, lease }: Step,
  { api, exchange, variables }: Subject,
  { leases }: CaseRecord,
): readonly Named<Finding>[] {
  const version = api.fhirVersion;
  const answered = (expected: string, check: () => Finding): Finding =>
    exchange.outcome === 'response' ? check() : noResponse(exchange, expected);
  return [
    ...Object.entries(capture).map(([name, wanted]) => ({
      kind: 'capture',
      ...answered(wanted.select, () => checkCapture(name, wanted, exchange, version)),
    })),
    ...Object.entries(lease).map(([name, expression]) => ({
      kind: 'lease',
      ...answered(expression, () =>
        checkLease(
          name,
          expression,
          leaseCandidates(expression, exchange, version, variables),
          leases[name],
          askedWith(send, api, variables['values'] ?? null),
        ),
      ),
    })),
  ];
}

function subjectOf(
  { plan, validator }: Bench,
  step: Step,
  record: CaseRecord,
  scope: Scope,
  exchange: Exchange,
): Subject {
  const version = plan.api.fhirVersion;
  const variables = plainRoots(scope);
  return {
    api: plan.api,
    step: step.id,
    exchange,
    payload: payloadOf(exchange.response, version),
    role: plan.sut.role,
    validator,
    variables,
    reading: (probe, when, at) => {
      const purpose = when === 'before' ? 'probe-before' : 'probe-after';
      const probed = record.exchanges.find(
        ({ ref }) => ref.purpose === purpose && ref.step === at && ref.probe === probe,
      );
      const expression = plan.api.probes[probe]?.fhirpath;
      return probed === undefined || expression === undefined
        ? { unread: 'it was not asked for' }
        : readState(expression, probed, version, variables);
    },
  };
}

/** Nothing read is no state: two answers that say nothing would otherwise be the same. */
function readState(
  expression: string,
  probed: Exchange,
  version: FhirVersion,
  variables: Subject['variables'],
): StateRead {
  const { outcome, response } = probed;
  if (response === undefined) return { unread: `there was no response: ${outcome}` };
  if (response.status >= 300) return { unread: `the status was ${response.status}` };
  const state = selected(expression, payloadOf(response, version), version, variables);
  if ('problem' in state) return { unread: state.problem.message };
  if ('unreadable' in state) return { unread: state.unreadable[0]?.message ?? 'the body cannot be read' };
  return state.values.length === 0 ? { unread: `nothing at ${expression}` } : { state: state.values };
}

import type { Finding, Reading, Subject } from '../assert/kind.ts';
import { connectionOf, fingerprintShown } from '../model/connection.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { AssertionResult } from '../model/result.ts';
import { hasCrashed } from '../model/simulator-crash.ts';
import type { Step } from '../model/suite.ts';
import { judgeAttested } from './attested.ts';
import type { Bench } from './bench.ts';
import { checkCapture } from './capture.ts';
import { type CaseRecord, exchangeOf } from './case-record.ts';
import { caseScope } from './case-scope.ts';
import { harnessFault, judgeAssertion, type Named, noResponse, subjectOf } from './judge-assertion.ts';
import { kindOf } from './kinds.ts';
import { askedWith, checkLease, leaseCandidates } from './lease.ts';
import { checkNeeded, neededFrom } from './needed.ts';
import { claimed, counted, missed } from './received.ts';

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
 * Every assertion of a step against what was exchanged, then one result for each of its captures and leases, and for each value
 * of its response that later steps need. Empty when the step was not carried out.
 */
export function judgeStep(
  bench: Bench,
  planned: PlannedCase,
  step: Step,
  record: CaseRecord,
): readonly AssertionResult[] {
  const { plan } = bench;
  if (step.kind === 'attest') return inOrder(planned, step, judgeAttested(plan, planned, step, record));
  const crashed = step.kind === 'receive' && record.exchanges.find(hasCrashed);
  // Whatever the client did then, it did not have a right answer.
  if (crashed)
    return inOrder(planned, step, [
      {
        kind: 'receive',
        ...harnessFault('SIMULATOR_CRASHED', `The simulator broke over ${crashed.ref.id}: ${crashed.problem}`),
      },
    ]);
  if (step.kind === 'receive' && step.receive.atMost !== undefined)
    return inOrder(planned, step, [counted(bench, planned, step, record)]);
  const exchange = exchangeOf(record, step.id);
  if (exchange === undefined)
    return step.kind === 'receive' ? inOrder(planned, step, [missed(bench, planned, step, record)]) : [];
  const scope = caseScope(plan, planned, record);
  const subject = subjectOf(bench, step, record, scope, exchange);
  const otherwise = connectedOtherwise(plan, step, exchange);
  const findings = [
    ...(step.kind === 'receive' ? [claimed(bench, planned, step, record, exchange)] : []),
    ...step.expect.map((assertion) => ({
      kind: assertion.kind,
      ...(assertion.verifies && { verifies: assertion.verifies }),
      ...(assertion.says !== undefined && { says: assertion.says }),
      ...(otherwise ?? judgeAssertion(assertion, subject, scope)),
    })),
    ...judgeTaking(step, subject, record),
    ...neededFrom(planned, step).map((needed) => ({
      kind: 'needed',
      ...(exchange.outcome === 'response'
        ? checkNeeded(needed, step.id, exchange, scope)
        : noResponse(exchange, needed.path.join('.'))),
    })),
  ];
  return inOrder(planned, step, findings);
}

const inOrder = (planned: PlannedCase, step: Step, findings: readonly Named<Finding>[]): readonly AssertionResult[] =>
  findings.map((finding, place) => ({
    diagnostics: [],
    follows: [],
    restsOn: [],
    ...finding,
    id: `${planned.id}/${step.id}/${place + 1}`,
  }));

/** What came of another certificate than the step shows says nothing. */
function connectedOtherwise(plan: RunPlan, step: Step, { request, tls }: Exchange): Finding | undefined {
  const isSecure = request.url.startsWith('https:');
  if (connectionOf(step) === undefined || !isSecure || tls?.clientFingerprint === fingerprintShown(plan, step)) {
    return undefined;
  }
  return harnessFault('EXCHANGE_MISMATCH', 'Another client certificate was held ready than the step shows');
}

/** What the step takes from its response for itself and for later steps. */
function judgeTaking(
  step: Step,
  { api, exchange, variables }: Subject,
  { leases, leasedBy }: CaseRecord,
): readonly Named<Finding>[] {
  const { id, capture, lease } = step;
  // What an earlier step took under the same name is not what this one wanted.
  const taken = (name: string): JsonValue | undefined => (leasedBy[name] === id ? leases[name] : undefined);
  const version = api.fhirVersion;
  const asked = step.kind === 'send' ? askedWith(step.send, api, variables['values'] ?? null) : [];
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
        checkLease(name, expression, leaseCandidates(expression, exchange, version, variables), taken(name), asked),
      ),
    })),
  ];
}

import {
  type AssertionKind,
  broken,
  type Finding,
  failed,
  ownSide,
  type Side,
  type StateRead,
  type Subject,
} from '../assert/kind.ts';
import { payloadOf } from '../assert/payload.ts';
import { interpolate } from '../message/interpolate.ts';
import { plainRoots, type Scope } from '../message/scope.ts';
import { brokenExchange } from '../model/broken-exchange.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { Assertion, FhirVersion, Step } from '../model/suite.ts';
import type { SystemUnderTest } from '../model/system-under-test.ts';
import type { Bench } from './bench.ts';
import { selected } from './capture.ts';
import type { CaseRecord } from './case-record.ts';
import { kindOf } from './kinds.ts';
import { lackingIn } from './needed.ts';

export type Named<T> = T & { readonly kind: string } & Pick<Assertion, 'verifies' | 'says'>;

/** One assertion, its placeholders filled in, on what it looks at. */
export function judgeAssertion(assertion: Assertion, subject: Subject, scope: Scope): Finding {
  const kind = kindOf(assertion.kind);
  if (kind === undefined) return harnessFault('UNKNOWN_ASSERTION', `There is no assertion kind "${assertion.kind}"`);
  const { exchange, role, ours } = subject;
  // What a client sent is there, whatever became of the answer.
  const needsAnswer = role === 'provider' || (ours === undefined && looksAtAnswer(kind, assertion.args));
  if (needsAnswer && exchange.outcome !== 'response' && !kind.judgesBroken?.(exchange)) {
    return noResponse(exchange, assertion.args);
  }
  const { value, diagnostics } = interpolate(assertion.args, scope);
  if (value === undefined) {
    // The loader knows all names: what a client was to send, and what then cannot be compared, has not come.
    if (role === 'client')
      return { ...failed('What is compared here did not come', assertion.args, null), diagnostics };
    const lacking = lackingIn(assertion.args, scope);
    if (lacking !== undefined) return lacking;
    return { ...harnessFault('COMPOSE_FAILED', 'The expectation could not be filled in'), diagnostics };
  }
  try {
    return kind.check(value, subject);
  } catch (cause) {
    return harnessFault('ASSERTION_CRASHED', `The check itself broke: ${String(cause)}`);
  }
}

const looksAtAnswer = ({ looksAt }: AssertionKind, args: JsonValue): boolean =>
  looksAt?.(args, 'request').some(({ of }) => of === 'response') ?? false;

/** Without a response nothing can be said of the system under test. */
export function noResponse(exchange: Exchange, expected: JsonValue): Finding {
  const problem = brokenExchange(exchange);
  return {
    verdict: 'error',
    message: `There was no response: ${exchange.outcome}${exchange.problem === undefined ? '' : ` (${exchange.problem})`}`,
    expected,
    actual: exchange.outcome,
    ...(problem && { diagnostics: [problem] }),
  };
}

export const harnessFault = (code: Diagnostic['code'], message: string): Finding =>
  broken({ code, severity: 'error', message }, null);

const oursIn = ({ role, answeredBy }: SystemUnderTest): Side | undefined =>
  answeredBy === undefined ? (role === 'provider' ? 'request' : 'response') : undefined;

/** What the assertions of a step look at. */
export function subjectOf(
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
    own: exchange[ownSide(plan.sut.role)],
    payload: payloadOf(exchange[ownSide(plan.sut.role)], version),
    role: plan.sut.role,
    ours: oursIn(plan.sut),
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
  version: FhirVersion | undefined,
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

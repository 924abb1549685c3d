import { broken, type Finding } from '../assert/kind.ts';
import { requestTarget } from '../message/wire.ts';
import { counted as counting } from '../model/counted.ts';
import type { Exchange, HttpRequest } from '../model/exchange.ts';
import type { PlannedCase } from '../model/plan.ts';
import { refusedInWords } from '../model/refusal.ts';
import type { Api, ReceiveStep } from '../model/suite.ts';
import type { ListenFault } from '../model/tls.ts';
import type { Bench } from './bench.ts';
import type { CaseRecord } from './case-record.ts';
import { caseScope } from './case-scope.ts';
import { isOfInteraction } from './interaction.ts';
import { harnessFault, judgeAssertion, type Named, subjectOf } from './judge-assertion.ts';

/** Why a request is not the one that a step awaits: the first thing that keeps it from being that; undefined when it is. */
export function missOf(
  bench: Bench,
  planned: PlannedCase,
  step: ReceiveStep,
  record: CaseRecord,
  exchange: Exchange,
): string | undefined {
  const { plan } = bench;
  const { interaction, match } = step.receive;
  if (!isOfInteraction(exchange.request, plan.api.interactions[interaction], plan.sut.baseUrl)) {
    return `it is no ${awaitedIn(plan.api, step)}`;
  }
  if (exchange.ref.repeats !== undefined) return `it repeats ${exchange.ref.repeats}, a request of an earlier case`;
  const claimed: Exchange = { ...exchange, ref: { ...exchange.ref, purpose: 'step', step: step.id } };
  const withIt: CaseRecord = { ...record, exchanges: [...record.exchanges.filter((one) => one !== exchange), claimed] };
  const scope = caseScope(plan, planned, withIt);
  const subject = subjectOf(bench, step, withIt, scope, claimed);
  return match.map((one) => judgeAssertion(one, subject, scope)).find(({ verdict }) => verdict !== 'pass')?.message;
}

/** The exchange of a step is the request that it awaits. */
export function claimed(
  bench: Bench,
  planned: PlannedCase,
  step: ReceiveStep,
  record: CaseRecord,
  exchange: Exchange,
): Named<Finding> {
  const expected = awaitedIn(bench.plan.api, step);
  const actual = lineOf(exchange.request);
  const miss = missOf(bench, planned, step, record, exchange);
  if (miss !== undefined) return { kind: 'receive', ...harnessFault('EXCHANGE_MISMATCH', miss) };
  return { kind: 'receive', verdict: 'pass', message: `${expected} came`, expected, actual };
}

/** No more requests came than may, and each is one that the step is for. */
export function counted(bench: Bench, planned: PlannedCase, step: ReceiveStep, record: CaseRecord): Named<Finding> {
  const { atMost = 1 } = step.receive;
  const came = record.exchanges.filter(({ ref }) => ref.purpose === 'step' && ref.step === step.id);
  const miss = came.map((one) => missOf(bench, planned, step, record, one)).find((why) => why !== undefined);
  if (miss !== undefined) return { kind: 'receive', ...harnessFault('EXCHANGE_MISMATCH', miss) };
  const awaited = awaitedIn(bench.plan.api, step);
  const unasked = came.length > atMost ? undefined : neverAsked(record, awaited);
  if (unasked !== undefined) return unasked;
  const { listen } = planned;
  if (listen !== undefined && !record.refused.some(({ kind }) => kind === 'tls-fault')) return neverMet(listen.tls);
  return {
    kind: 'receive',
    verdict: came.length > atMost ? 'fail' : 'pass',
    message: `${awaited}: ${came.length === 0 ? 'none' : came.length} came, ${atMost === 0 ? 'none' : `at most ${atMost}`} may`,
    expected: atMost === 0 ? `no ${awaited}` : `${awaited} at most ${counting(atMost, 'time')}`,
    actual: came.map(({ request }) => lineOf(request)),
  };
}

/** Who does not even connect shows nothing of what it would do. */
const neverMet = (fault: ListenFault): Named<Finding> => ({
  kind: 'receive',
  verdict: 'fail',
  message: `The client did not connect, so it never met what is wrong (${fault})`,
  expected: 'a connection over TLS',
  actual: null,
});

/** A client that was perhaps never asked shows nothing by what it does not send. */
function neverAsked({ driven }: CaseRecord, expected: string): Named<Finding> | undefined {
  if (driven?.unasked === undefined) return undefined;
  const message = `The client was not asked: ${driven.problem ?? 'nobody knows why'}`;
  if (driven.unasked === 'left') return { kind: 'receive', verdict: 'skip', message, expected, actual: null };
  return { kind: 'receive', ...broken({ code: 'CLIENT_NOT_ASKED', severity: 'error', message }, expected) };
}

/** Nothing came that the step awaits; of what came instead, the nearest, and what keeps it from being that, and who was turned away. */
export function missed(bench: Bench, planned: PlannedCase, step: ReceiveStep, record: CaseRecord): Named<Finding> {
  const expected = awaitedIn(bench.plan.api, step);
  const unasked = neverAsked(record, expected);
  if (unasked !== undefined) return unasked;
  const others = record.exchanges.filter(({ ref }) => ref.purpose === 'unexpected');
  const interaction = bench.plan.api.interactions[step.receive.interaction];
  const isNear = ({ request }: Exchange): boolean => isOfInteraction(request, interaction, bench.plan.sut.baseUrl);
  const nearest = others.find(isNear) ?? others.at(-1);
  const meanwhile = record.refused.length === 0 ? '' : `; meanwhile ${refusedInWords(record.refused)}`;
  const waited = `${expected} did not come`;
  if (nearest === undefined)
    return { kind: 'receive', verdict: 'fail', message: `${waited}${meanwhile}`, expected, actual: null };
  const why = missOf(bench, planned, step, record, nearest) ?? 'it came when it was not awaited';
  const actual = lineOf(nearest.request);
  return {
    kind: 'receive',
    verdict: 'fail',
    message: `${waited}; what came nearest is ${actual}: ${why}${meanwhile}`,
    expected,
    actual,
  };
}

const awaitedIn = ({ interactions }: Api, { receive: { interaction } }: ReceiveStep): string => {
  const { method, path } = interactions[interaction] ?? { method: '', path: interaction };
  return `${method} ${path.replaceAll(/\$\{[^}]*\}/g, '[id]')} (${interaction})`;
};

const lineOf = ({ method, url }: HttpRequest): string => `${method} ${requestTarget(url)}`;

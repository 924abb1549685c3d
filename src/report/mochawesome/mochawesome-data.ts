import type { ExchangeRecord } from '../../model/exchange.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssertionResult, CaseResult, RunResult } from '../../model/result.ts';
import type { Verdict } from '../../model/verdict.ts';
import { comparedWords } from '../expectation-words.ts';
import { missedAssertions, namedOf } from '../missed-assertion.ts';
import { uuidOf } from '../uuid.ts';
import { visibleText } from '../visible-text.ts';
import { mutationWords, reasonOf } from '../words.ts';

/**
 * The run as mochawesome tells it (https://github.com/adamgruber/mochawesome), with what a case verifies, sent and found as its context.
 * mochawesome knows no error of a harness: one counts as a failure here, and says that it is one.
 */
export function mochawesomeData(result: RunResult): JsonObject {
  const suites = [...new Set(result.cases.map(({ suite }) => suite))];
  const end = result.finishedAt ?? result.startedAt;
  return {
    stats: statsOf(result, suites.length, end),
    results: [
      {
        ...suiteOf('', [], result.runId),
        root: true,
        rootEmpty: true,
        suites: suites.map((suite) =>
          suiteOf(
            suite,
            result.cases.filter((one) => one.suite === suite),
            result.runId,
          ),
        ),
      },
    ],
  };
}

function statsOf({ counts: { all }, startedAt, cases }: RunResult, suites: number, end: string): JsonObject {
  const percent = (count: number): number => (cases.length === 0 ? 0 : (count / cases.length) * 100);
  return {
    suites,
    tests: cases.length,
    passes: all.pass,
    pending: all.skip,
    failures: all.fail + all.error,
    start: startedAt,
    end,
    duration: Date.parse(end) - Date.parse(startedAt),
    testsRegistered: cases.length,
    passPercent: percent(all.pass),
    pendingPercent: percent(all.skip),
    other: 0,
    hasOther: false,
    skipped: 0,
    hasSkipped: false,
  };
}

function suiteOf(title: string, cases: readonly CaseResult[], runId: string): JsonObject {
  const uuid = uuidOf(`${runId} ${title}`);
  const tests = cases.map((one) => testOf(one, uuid));
  const idsOf = (state: string): readonly JsonValue[] =>
    tests.flatMap((test) => (test.state === state ? [test.uuid ?? null] : []));
  return {
    uuid,
    title: visibleText(title),
    fullFile: visibleText(title),
    file: visibleText(title),
    beforeHooks: [],
    afterHooks: [],
    tests,
    suites: [],
    passes: idsOf('passed'),
    failures: idsOf('failed'),
    pending: idsOf('pending'),
    skipped: [],
    duration: cases.reduce((sum, { durationMs }) => sum + Math.round(durationMs), 0),
    root: false,
    rootEmpty: false,
    _timeout: 0,
  };
}

const STATES: Readonly<Record<Verdict, string>> = {
  pass: 'passed',
  fail: 'failed',
  error: 'failed',
  skip: 'pending',
};

function testOf(one: CaseResult, parentUUID: string): JsonObject {
  const state = STATES[one.verdict];
  const title = visibleText(`${one.id} ${one.title}${one.verdict === 'skip' ? ` (skipped: ${reasonOf(one)})` : ''}`);
  return {
    title,
    fullTitle: visibleText(`${one.suite} ${title}`),
    timedOut: false,
    duration: Math.round(one.durationMs),
    state,
    speed: 'fast',
    pass: state === 'passed',
    fail: state === 'failed',
    pending: state === 'pending',
    context: JSON.stringify(contextOf(one)),
    code: '',
    err: state === 'failed' ? errorOf(one) : {},
    uuid: uuidOf(`${parentUUID} ${one.id}`),
    parentUUID,
    isHook: false,
    skipped: false,
  };
}

function errorOf(one: CaseResult): JsonObject {
  const missed = missedAssertions(one);
  const message = visibleText(
    `${one.verdict}: ${reasonOf(one) ?? namedOf(missed)?.message ?? 'no assertion was evaluated'}`,
  );
  return { message, estack: [message, ...missed.map(missedLine)].join('\n') };
}

function missedLine(assertion: AssertionResult): string {
  const { expected, found } = comparedWords(assertion);
  return visibleText(
    `${assertion.id} (${assertion.kind}): ${assertion.message}\n  expected: ${expected}\n  found:    ${found}`,
  );
}

/** Lists and objects alone: mochawesome makes links and pictures of texts that look like their addresses. */
function contextOf(one: CaseResult): readonly JsonObject[] {
  const exchanges = one.steps.flatMap((step) => step.exchanges);
  const { verifies, polarity, twin, mutations } = one;
  return [
    { title: 'Verifies', value: verifies },
    { title: 'Polarity', value: [twin === undefined ? polarity : `${polarity}, twin of ${twin}`] },
    ...(mutations.length > 0 ? [{ title: 'Differs from its twin', value: mutations.map(mutationWords) }] : []),
    { title: 'Exchanges', value: exchanges.map(exchangeFacts) },
  ].map(({ title, value }) => ({ title, value: visible(value) }));
}

const exchangeFacts = ({ method, url, status, outcome, request, response }: ExchangeRecord): JsonObject => ({
  sent: `${method} ${url}`,
  came: status ?? outcome,
  files: [request.file, ...(response === undefined ? [] : [response.file])],
});

function visible(value: JsonValue): JsonValue {
  if (typeof value === 'string') return visibleText(value);
  if (Array.isArray(value)) return value.map(visible);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, visible(member)]));
}

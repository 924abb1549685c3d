import { canonicalJson } from '../model/canonical-json.ts';
import type { ExchangeRecord } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import type { AssertionResult, CaseResult, CleanedUp, CleanUpState, RunResult, StepResult } from '../model/result.ts';
import { countVerdicts, type Verdict, worst } from '../model/verdict.ts';
import type { WaiverResult } from '../model/waiver.ts';
import { CLEAN_UP_WORDS } from './cleaned-up.ts';
import { comparedWords } from './expectation-words.ts';
import type { ReportFormat, ReportInput } from './report-format.ts';
import { shortened } from './shortened.ts';
import { uuidOf } from './uuid.ts';
import { visibleText } from './visible-text.ts';
import { NO_VERDICT_CHANGED, waiverLine, waiversOfCase } from './waiver-words.ts';
import { outcomeWords, reasonOf, VERDICT_COLUMNS } from './words.ts';
import { element, escapeText } from './xml.ts';

/**
 * The run as FHIR R4 says it (https://hl7.org/fhir/R4/testreport.html), whatever FHIR the interface speaks: a Bundle with one TestReport
 * for each suite, in it a test for each case, an operation for each exchange and an assert for each assertion.
 */
export const fhirTestReport = {
  format: 'fhir',
  mediaType: 'application/fhir+json; fhirVersion=4.0',
  fileName: 'testreport.fhir.json',
  render: (input) => Buffer.from(canonicalJson(bundle(input))),
} satisfies ReportFormat;

function bundle(input: ReportInput): JsonObject {
  const { result } = input;
  const suites = [...new Set(result.cases.map(({ suite }) => suite))];
  return {
    resourceType: 'Bundle',
    type: 'collection',
    identifier: { system: 'urn:ietf:rfc:3986', value: uuid(result.runId) },
    timestamp: result.finishedAt ?? result.startedAt,
    ...(suites.length > 0 && {
      entry: suites.map((suite) => ({
        fullUrl: uuid(`${result.runId} ${suite}`),
        resource: testReport(
          suite,
          result.cases.filter((one) => one.suite === suite),
          input,
        ),
      })),
    }),
  };
}

function testReport(suite: string, cases: readonly CaseResult[], { result, signer }: ReportInput): JsonObject {
  const passed = cases.filter(({ verdict }) => verdict === 'pass').length;
  const ids = new Set(cases.map(({ id }) => id));
  const cleanedUp = result.cleanedUp.filter((one) => ids.has(one.case));
  const waivers = [...new Set(cases.flatMap((one) => waiversOfCase(result, one)))];
  return {
    resourceType: 'TestReport',
    text: narrative(suite, cases, waivers),
    identifier: { system: 'urn:ietf:rfc:3986', value: uuid(`${result.runId} ${suite}`) },
    name: text(`${result.sut.name ?? 'System under test'}: ${suite}`),
    status: result.complete ? 'completed' : 'stopped',
    testScript: { type: 'TestScript', identifier: { value: text(suite) }, display: text(suite) },
    result: resultOf(cases, result),
    score: Math.round((passed / cases.length) * 10_000) / 100,
    ...present('tester', signer?.subject ?? result.sut.organisation),
    issued: result.finishedAt ?? result.startedAt,
    participant: participants(result),
    ...(result.preflight.exchanges.length > 0 && { setup: { action: result.preflight.exchanges.map(operation) } }),
    test: cases.map((one) => testOf(one, waiversOfCase(result, one))),
    ...(cleanedUp.length > 0 && { teardown: { action: cleanedUp.map(undoing) } }),
  };
}

/** What came of the cases, which `result` alone cannot say, and what somebody answers for though it failed. */
function narrative(suite: string, cases: readonly CaseResult[], waivers: readonly WaiverResult[]): JsonObject {
  const counts = countVerdicts(cases.map(({ verdict }) => verdict));
  const told = VERDICT_COLUMNS.map(([verdict, title]) => `${title.toLowerCase()} ${counts[verdict]}`).join(', ');
  const other = counts.fail === 0 && counts.error + counts.skip > 0 ? [element('p', {}, [NOT_FAILED])] : [];
  const waived = waivers.map((waiver) => element('li', {}, [escapeText(waiverLine(waiver))]));
  const parts = [
    element('p', {}, [escapeText(`${suite}: ${told}.`)]),
    ...other,
    ...(waived.length === 0 ? [] : [element('p', {}, [escapeText(NO_VERDICT_CHANGED)]), element('ul', {}, waived)]),
  ];
  return { status: 'generated', div: element('div', { xmlns: 'http://www.w3.org/1999/xhtml' }, parts) };
}

const NOT_FAILED =
  'No case failed. The result is not a pass because some could not be judged or were skipped, for which a TestReport has no word of its own.';

/** R4 knows no third thing beside pass and fail but that a test is not over: what is not known to pass is not called so. */
function resultOf(cases: readonly CaseResult[], { complete }: RunResult): string {
  if (!complete) return 'pending';
  return worst(cases.map(({ verdict }) => verdict)) === 'pass' ? 'pass' : 'fail';
}

function participants({ sut, engine }: RunResult): readonly JsonObject[] {
  const system = [sut.name, sut.version].filter(Boolean).join(' ');
  const tested =
    sut.role === 'provider'
      ? { type: 'server', uri: address(sut.baseUrl) }
      : { type: 'client', uri: 'urn:x-assay:client-under-test' };
  return [
    { type: 'test-engine', uri: `urn:x-assay:engine:${engine.digest}`, display: `Assay ${engine.version}` },
    { ...tested, ...present('display', system) },
    ...(sut.role === 'client' ? [{ type: 'server', uri: address(sut.answeredBy ?? sut.baseUrl) }] : []),
  ];
}

function testOf(one: CaseResult, waivers: readonly WaiverResult[]): JsonObject {
  const actions = one.steps.flatMap((step) => [...step.exchanges.map(operation), ...asserts(step)]);
  return {
    name: text(one.id),
    ...present('description', one.title),
    action: [...actions, ...(actions.length === 0 || one.verdict !== 'pass' ? [ending(one, waivers)] : [])],
  };
}

const asserts = ({ assertions }: StepResult): readonly JsonObject[] =>
  assertions.map((one) => ({ assert: check(one) }));

function check(assertion: AssertionResult): JsonObject {
  const { id, kind, verdict, message } = assertion;
  const { expected, found } = comparedWords(assertion);
  return {
    result: ACTION_RESULTS[verdict],
    message: markdown(`${id} (${kind}): ${message}`),
    detail: text(`expected: ${brief(expected)}; found: ${brief(found)}`),
  };
}

const ACTION_RESULTS: Readonly<Record<Verdict, string>> = { pass: 'pass', fail: 'fail', error: 'error', skip: 'skip' };

/** What became of a case that did not pass, which its assertions alone may not say. */
const ending = (one: CaseResult, waivers: readonly WaiverResult[]): JsonObject => ({
  assert: {
    result: ACTION_RESULTS[one.verdict],
    message: markdown(`${one.id}: ${one.verdict}${reasonOf(one) === undefined ? '' : `, ${reasonOf(one)}`}`),
    ...(waivers.length > 0 && { detail: text(waivers.map(waiverLine).join('. ')) }),
  },
});

const operation = (exchange: ExchangeRecord): JsonObject => ({
  operation: {
    result: exchange.outcome === 'response' ? 'pass' : 'error',
    message: markdown(`${exchange.method} ${exchange.url}: ${exchange.status ?? outcomeWords(exchange)}`),
    detail: exchange.response?.file ?? exchange.request.file,
  },
});

const UNDOING_RESULTS: Readonly<Record<CleanUpState, string>> = {
  undone: 'pass',
  gone: 'pass',
  kept: 'skip',
  left: 'fail',
  unknown: 'warning',
};

const undoing = ({ case: id, title, resource = 'something', state, reason }: CleanedUp): JsonObject => ({
  operation: {
    result: UNDOING_RESULTS[state],
    message: markdown(
      `${id}, ${title}: ${resource} is ${CLEAN_UP_WORDS[state]}${reason === undefined ? '' : `, ${reason}`}`,
    ),
  },
});

const uuid = (name: string): string => `urn:uuid:${uuidOf(name)}`;

/** A FHIR string holds no control characters, and is never empty. */
const text = (value: string): string => (value === '' ? '-' : visibleText(value));

const present = <Name extends string>(name: Name, value: string | undefined): { readonly [name in Name]?: string } =>
  // The one member is the name given.
  value === undefined || value === '' ? {} : ({ [name]: text(value) } as { readonly [name in Name]: string });

/** Text that stands for itself in Markdown: no element, entity, link or code. */
const markdown = (value: string): string => text(value).replace(/[\\`<&[]/g, '\\$&');

/** A URI has no blanks. */
const address = (url: string): string => visibleText(url).replaceAll(/\s/g, '%20');

const LONGEST_VALUE = 2_000;

const brief = (words: string): string => shortened(words, LONGEST_VALUE);

import type { CaseResult, RunResult } from '../model/result.ts';
import { countVerdicts, type Verdict } from '../model/verdict.ts';
import type { WaiverResult } from '../model/waiver.ts';
import { comparedWords } from './expectation-words.ts';
import { missedAssertions, namedOf } from './missed-assertion.ts';
import type { ReportFormat } from './report-format.ts';
import { runProblems } from './run-problems.ts';
import { shortened } from './shortened.ts';
import { waiverLine, waiversOfCase } from './waiver-words.ts';
import { reasonOf } from './words.ts';
import { element, escapeText } from './xml.ts';

/**
 * JUnit XML as CI servers read it: `fail` is a failure, `error` an error, `skip` skipped. What keeps the run as a whole from
 * being a success (a failed preflight, a run cut short) is a test case of its own, since no other could carry it.
 */
export const junitReport = {
  format: 'junit',
  mediaType: 'application/xml',
  fileName: 'junit.xml',
  render: ({ result }) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${document(result)}\n`),
} satisfies ReportFormat;

function document(result: RunResult): string {
  const problems = runProblems(result);
  const suites = [...new Set(result.cases.map(({ suite }) => suite))];
  const errors = problems.length;
  return element(
    'testsuites',
    {
      name: `Assay ${result.api.id}`,
      ...totals(result.cases, errors),
    },
    [
      ...(errors === 0 ? [] : [runSuite(result, problems)]),
      ...suites.map((suite) =>
        suiteElement(
          suite,
          result,
          result.cases.filter((one) => one.suite === suite),
        ),
      ),
    ],
  );
}

function suiteElement(name: string, result: RunResult, cases: readonly CaseResult[]): string {
  return element('testsuite', { name, timestamp: timestamp(result), ...totals(cases, 0) }, [
    runProperties(result),
    ...cases.map((one) => caseElement(one, waiversOfCase(result, one))),
  ]);
}

function runSuite(result: RunResult, problems: readonly string[]): string {
  return element('testsuite', { name: 'run', timestamp: timestamp(result), ...totals([], problems.length) }, [
    runProperties(result),
    ...problems.map((problem) =>
      element('testcase', { name: problem, classname: 'run', time: '0.000' }, [
        element('error', { message: problem, type: 'run' }, []),
      ]),
    ),
  ]);
}

function caseElement(result: CaseResult, waivers: readonly WaiverResult[]): string {
  return element(
    'testcase',
    { name: `${result.id} ${result.title}`, classname: result.suite, time: seconds(result.durationMs) },
    [
      properties([
        ['polarity', result.polarity],
        ...result.verifies.map((id) => ['requirement', id] as const),
        ...(result.twin === undefined ? [] : [['twin', result.twin] as const]),
        ...waivers.map((waiver) => ['waiver', waiverLine(waiver)] as const),
        ...messageFiles(result).map((file) => ['exchange', file] as const),
      ]),
      ...verdictElement(result),
    ],
  );
}

const VERDICT_ELEMENTS: Readonly<Record<Verdict, string | undefined>> = {
  pass: undefined,
  fail: 'failure',
  error: 'error',
  skip: 'skipped',
};

function verdictElement(result: CaseResult): readonly string[] {
  const name = VERDICT_ELEMENTS[result.verdict];
  if (name === undefined) return [];
  const missed = missedAssertions(result);
  const named = namedOf(missed);
  const reason = reasonOf(result);
  const message = reason ?? named?.message ?? 'no assertion was evaluated';
  if (name === 'skipped') return [element(name, { message }, [])];
  const details = missed.map((assertion) => {
    const { expected, found } = comparedWords(assertion);
    return `${assertion.id} (${assertion.kind}): ${assertion.message}\n  expected: ${brief(expected)}\n  found:    ${brief(found)}`;
  });
  const type = named?.kind ?? result.verdict;
  return [element(name, { message, type }, [escapeText(details.join('\n'))])];
}

function messageFiles(result: CaseResult): readonly string[] {
  return result.steps
    .flatMap(({ exchanges }) => exchanges)
    .flatMap(({ request, response }) => [request.file, ...(response ? [response.file] : [])]);
}

function runProperties({ runId, planDigest, engine, sut, api }: RunResult): string {
  return properties([
    ['run', runId],
    ['plan', planDigest],
    ['engine', `${engine.name} ${engine.version}`],
    ['interface', `${api.id} ${api.version}`],
    ['target', sut.baseUrl],
    ...(sut.name === undefined ? [] : [['system', `${sut.name} ${sut.version ?? ''}`.trim()] as const]),
  ]);
}

function properties(pairs: readonly (readonly [name: string, value: string])[]): string {
  return element(
    'properties',
    {},
    pairs.map(([name, value]) => element('property', { name, value }, [])),
  );
}

/** Counts as JUnit has them; `runErrors` are the problems of the run as a whole. */
function totals(cases: readonly CaseResult[], runErrors: number): Readonly<Record<string, string>> {
  const counts = countVerdicts(cases.map(({ verdict }) => verdict));
  return {
    tests: String(cases.length + runErrors),
    failures: String(counts.fail),
    errors: String(counts.error + runErrors),
    skipped: String(counts.skip),
    time: seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

const LONGEST_VALUE = 2_000;

const brief = (text: string): string => shortened(text, LONGEST_VALUE);

const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(3);

/** Without zone and fraction, as the JUnit schema has it; UTC. */
const timestamp = ({ startedAt }: RunResult): string => startedAt.slice(0, 19);

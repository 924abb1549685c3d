import { canonicalJson } from '../../model/canonical-json.ts';
import { counted } from '../../model/counted.ts';
import { isError } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonValue } from '../../model/json.ts';
import type { CaseResult, RunResult } from '../../model/result.ts';
import { OWN_CERTIFICATE } from '../../model/tls.ts';
import { expectationWords } from '../expectation-words.ts';
import type { ReportInput } from '../report-format.ts';
import { shortened } from '../shortened.ts';
import { waiversOfCase, waiverWords } from '../waiver-words.ts';
import { reasonOf, sentence, VERDICT_WORDS } from '../words.ts';
import { answersIn } from './case-exchanges.ts';
import type { Sheet } from './sheet.ts';

type Fact = readonly [name: string, value: string];

/**
 * The run as an operational test plan: what has to be there, what was tested and when, then each case with what it asks, what is
 * expected, and what came of it. What the harness cannot know is left blank for the people of the test.
 */
export function testPlanSheet({ result, plan }: ReportInput): Sheet {
  const texts = new Map(result.requirements.map(({ id, text }) => [id, text]));
  return {
    name: 'Operational test plan',
    facts: [...systems(result), ...prerequisites({ result, plan }), ...FOR_PEOPLE],
    columns: [
      { title: 'Disposition code', width: 28 },
      { title: 'Test ID', width: 28 },
      { title: 'Assurance Criteria', width: 60 },
      { title: 'Expected Result', width: 60 },
      { title: 'Pass/Fail', width: 12 },
      { title: 'Comments', width: 60 },
    ],
    rows: result.cases.map((one) => [
      // Which outcome of a triage leads to it is for the people of the test to say.
      '',
      one.id,
      [one.title, ...one.verifies.map((id) => `${id}: ${texts.get(id) ?? ''}`)].join('\n'),
      expectedOf(one),
      VERDICT_WORDS[one.verdict],
      commentOn(one, result),
    ]),
  };
}

const systems = ({ sut, api, engine, startedAt, finishedAt }: RunResult): readonly Fact[] => [
  ['System under test', named(sut.name, sut.version)],
  ['Supplier', named(sut.organisation, sut.odsCode)],
  ['Role', sut.role],
  ['Environment', sut.environment ?? ''],
  ['Address', sut.baseUrl],
  ['Interface', `${api.title}, ${api.version}`],
  ['Test harness', `Assay ${engine.version}`],
  ['Test began', startedAt],
  ['Test ended', finishedAt ?? 'it did not come to its end'],
];

function prerequisites({ result, plan }: Pick<ReportInput, 'result' | 'plan'>): readonly Fact[] {
  const problems = result.preflight.problems.filter(isError);
  const certificate = plan.transport?.certificates[OWN_CERTIFICATE];
  return [
    ['Prerequisite: the system can be reached', problems.length === 0 ? 'met' : counted(problems.length, 'problem')],
    ['Prerequisite: client certificate', certificate?.subject ?? 'none was shown'],
    ...plan.packages.map(
      ({ file, name, version }): Fact => ['Prerequisite: definitions', named(name ?? file, version)],
    ),
    ...leaves(plan.values, []).map(([name, value]): Fact => [`Test data: ${name}`, value]),
  ];
}

const FOR_PEOPLE: readonly Fact[] = [
  ['Date and time of going live', ''],
  ['Directory of Services id', ''],
  ['People taking part', ''],
  ['Slot grid', ''],
  ['Recordings and log extracts', ''],
];

/** Every value by its path, in the order of names: `patient.nhsNumber`. */
function leaves(value: JsonValue, path: readonly string[]): readonly Fact[] {
  if (isJsonObject(value)) {
    const names = Object.keys(value).sort();
    return names.flatMap((name) => leaves(value[name] ?? null, [...path, name]));
  }
  return [[path.join('.'), typeof value === 'string' ? value : canonicalJson(value)]];
}

const LONGEST_EXPECTATION = 500;

function expectedOf({ steps, act }: CaseResult): string {
  const assertions = steps.filter(({ id }) => id === act).flatMap((step) => step.assertions);
  return assertions
    .flatMap((assertion) => expectationWords(assertion)?.text ?? [])
    .map((text) => sentence(shortened(text, LONGEST_EXPECTATION)))
    .join('\n');
}

function commentOn(one: CaseResult, result: RunResult): string {
  const missed = one.steps.flatMap(({ assertions }) => assertions).filter(({ verdict }) => verdict !== 'pass');
  const waived = one.verdict === 'fail' ? waiversOfCase(result, one) : [];
  return [
    reasonOf(one),
    ...answersIn(one),
    ...missed.map(({ id, message }) => `${id}: ${message}`),
    ...waived.map(waiverWords),
  ]
    .filter((line) => line !== undefined)
    .join('\n');
}

const named = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' ');

import type { AssertionResult, CaseResult, RunResult, StepResult } from '../../model/result.ts';
import { expectationWords, foundWords } from '../expectation-words.ts';
import { reasonOf } from '../words.ts';
import { messagesOf } from './case-exchanges.ts';
import type { Sheet } from './sheet.ts';

/** One row for each assertion, and one for each case that has none: every case is in it. */
export function assertionSheet({ cases }: RunResult): Sheet {
  return {
    name: 'Assertions',
    facts: [],
    columns: COLUMNS.map((title) => ({ title, width: 20 })),
    rows: cases.flatMap(rowsOf),
  };
}

const COLUMNS = [
  'Case',
  'Suite',
  'Title',
  'Polarity',
  'Requirements',
  'Case verdict',
  'Reason',
  'Step',
  'Assertion',
  'Kind',
  'Verdict',
  'Finding',
  'Expected',
  'Found',
  'Rests on',
  'Messages',
] as const;

function rowsOf(one: CaseResult): readonly (readonly string[])[] {
  const judged = one.steps.flatMap((step) => step.assertions.map((assertion) => rowOf(one, step, assertion)));
  return judged.length === 0 ? [[...ofCase(one), '', '', '', '', '', '', '', '', '']] : judged;
}

const rowOf = (one: CaseResult, step: StepResult, assertion: AssertionResult): readonly string[] => [
  ...ofCase(one, assertion.verifies),
  step.id,
  assertion.id,
  assertion.kind,
  assertion.verdict,
  assertion.message,
  expectationWords(assertion)?.text ?? '',
  foundWords(assertion)?.text ?? '',
  assertion.restsOn.join('\n'),
  messagesOf(step.exchanges)
    .map(({ file, sha256 }) => `${file} ${sha256}`)
    .join('\n'),
];

/** An assertion that names requirements is about these alone. */
const ofCase = (one: CaseResult, verifies = one.verifies): readonly string[] => [
  one.id,
  one.suite,
  one.title,
  one.polarity,
  verifies.join('\n'),
  one.verdict,
  reasonOf(one) ?? '',
];

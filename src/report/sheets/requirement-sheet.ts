import { counted } from '../../model/counted.ts';
import type { Requirement } from '../../model/requirement.ts';
import type { CaseResult, RequirementResult, RunResult } from '../../model/result.ts';
import { VERDICTS } from '../../model/verdict.ts';
import { anchor } from '../html/anchor.ts';
import { besideVerdict, NOT_SHOWN } from '../requirement-coverage.ts';
import { waiversOn, waiverWords } from '../waiver-words.ts';
import { VERDICT_WORDS } from '../words.ts';
import { answersIn, exchangesOfAct, messagesOf } from './case-exchanges.ts';
import type { Sheet } from './sheet.ts';

/** What a reviewer may say of a row; the words of the sheet. */
const REVIEWS = [
  'Evidence Satisfactory – No Further Action Required',
  'Evidence Demonstration Required – Witness Testing',
  'Evidence Incomplete or Insufficient Evidence Provided',
  'Not Applicable',
] as const;

/**
 * One row for each requirement, with the columns that reviewers ask for on the tabs of the Supplier Conformance Assessment List
 * (SCAL v2.0, tabs of GP Connect). The review is theirs to fill in.
 */
export function requirementSheet(result: RunResult): Sheet {
  const cases = new Map(result.cases.map((one) => [one.id, one]));
  return {
    name: 'Requirements',
    facts: [],
    columns: [
      // Of one line: a cell that leads somewhere is drawn as one by LibreOffice.
      { title: 'Requirement ID', width: 16, leadsTo: { sheet: 'Evidence' } },
      { title: 'Item', width: 24 },
      { title: 'Requirement', width: 48 },
      { title: 'Requirement Test Case', width: 30 },
      { title: 'Test Evidence to be Assured by NHS Digital', width: 34 },
      { title: 'Assurance by End User', width: 24 },
      { title: 'Compliant', width: 12 },
      { title: 'Consumer System Compliance Evidence', width: 104 },
      { title: 'NHS Digital Review', width: 36, choices: REVIEWS },
    ],
    rows: result.requirements.map((requirement) => rowOf(requirement, casesOf(requirement, cases), result)),
  };
}

function rowOf(requirement: RequirementResult, cases: readonly CaseResult[], result: RunResult): readonly string[] {
  const { id, alias, text, level, assessed } = requirement;
  return [
    id,
    alias ?? '',
    `${level}: ${text}`,
    testCases(requirement),
    evidenceAskedFor(requirement),
    END_USER[assessed],
    compliant(requirement),
    evidenceFor(requirement, cases, result),
    '',
  ];
}

const casesOf = (
  { positive, negative }: RequirementResult,
  cases: ReadonlyMap<string, CaseResult>,
): readonly CaseResult[] => [...positive, ...negative].flatMap((id) => cases.get(id) ?? []);

function testCases({ positive, negative }: RequirementResult): string {
  const named = [positive, negative].map((ids) => ids.join(', '));
  return [named[0] && `Positive: ${named[0]}`, named[1] && `Negative: ${named[1]}`].filter(Boolean).join('\n');
}

const ASKED_FOR: Readonly<Record<Requirement['assessed'], string>> = {
  automated: 'Request and response messages with their headers',
  attested: 'Statement of the supplier',
  witnessed: 'Demonstration before a reviewer',
};

const DUE: Readonly<Record<Requirement['environment'], string>> = {
  development: '',
  int: ', in INT',
  none: ', from any environment',
};

const evidenceAskedFor = ({ assessed, environment }: RequirementResult): string =>
  `${ASKED_FOR[assessed]}${DUE[environment]}`;

const END_USER: Readonly<Record<Requirement['assessed'], string>> = {
  automated: 'None: shown by test cases',
  attested: 'As the supplier states',
  witnessed: 'At the demonstration',
};

/** A case that broke or was skipped shows nothing, and where rules were not checked it is too much to say yes. */
function compliant(requirement: RequirementResult): string {
  const { verdict, notChecked } = requirement;
  if (verdict === 'fail') return 'No';
  if (verdict !== 'pass') return NOT_SHOWN;
  return notChecked === 0 ? 'Yes' : ['No fault found', ...besideVerdict(requirement)].join('; ');
}

/** Cases whose messages are named in the row itself. */
const NAMED_CASES = 6;

/** Where the evidence lies: what came of the cases, the worst of them with their messages, and what speaks against using it. */
function evidenceFor(requirement: RequirementResult, cases: readonly CaseResult[], result: RunResult): string {
  if (cases.length === 0) return '';
  const ordered = VERDICTS.flatMap((verdict) => cases.filter((one) => one.verdict === verdict));
  const rest = ordered.length - NAMED_CASES;
  const whole = `report.html#${anchor('requirement', requirement.id)}`;
  const lines = [
    `${[tally(cases), ...besideVerdict(requirement)].join('; ')}: ${whole}`,
    ...ordered.slice(0, NAMED_CASES).flatMap(caseLines),
    ...(rest > 0 ? [`and ${counted(rest, 'more case')}: ${whole}, results.csv`] : []),
    ...waiversOn(result, requirement.id, [...requirement.positive, ...requirement.negative]).map(waiverWords),
    ...(result.notForSubmission.length > 0 ? [`Not for submission: ${result.notForSubmission.join('; ')}`] : []),
  ];
  return lines.join('\n');
}

function tally(cases: readonly CaseResult[]): string {
  const passed = cases.filter(({ verdict }) => verdict === 'pass').length;
  return `${passed} of ${counted(cases.length, 'case')} passed`;
}

const caseLines = (one: CaseResult): readonly string[] => [
  `${one.id} ${VERDICT_WORDS[one.verdict].toLowerCase()}: report.html#${anchor('case', one.id)}`,
  ...answersIn(one).map((answer) => `  ${answer}`),
  ...messagesOf(exchangesOfAct(one)).map(({ file, sha256 }) => `  ${file} SHA-256 ${sha256}`),
];

import type { EvidenceOf } from '../evidence/review/evidence-of.ts';
import { counted, grouped } from '../model/counted.ts';
import type { Verdict, VerdictCounts } from '../model/verdict.ts';
import { printable } from './terminal.ts';

/**
 * `evidence of a run that FAILED: 1 failed, 3 skipped of 4 cases; only 4 of 314 cases planned; not for submission: …`: what is intact and
 * sealed by the right one may still be evidence of a failure, or of little, so it is said at once.
 */
export const evidenceWords = ({ verdict, counts, cases, notForSubmission }: EvidenceOf): readonly string[] => [
  `evidence of a run that ${endedIn(verdict, counts, cases.planned)}`,
  ...(cases.planned < cases.ofSuites
    ? [`only ${grouped(cases.planned)} of ${grouped(cases.ofSuites)} cases planned`]
    : []),
  ...(notForSubmission.length > 0 ? [`not for submission: ${printable(notForSubmission.join(', '))}`] : []),
];

const ENDED: Readonly<Record<Exclude<Verdict, 'pass'>, string>> = {
  fail: 'FAILED',
  error: 'BROKE',
  skip: 'DID NOT PASS',
};

function endedIn(verdict: Verdict, { fail, error, skip }: VerdictCounts, planned: number): string {
  if (verdict === 'pass') return 'passed';
  const counts = [
    ...(fail > 0 ? [`${grouped(fail)} failed`] : []),
    ...(error > 0 ? [counted(error, 'error')] : []),
    ...(skip > 0 ? [`${grouped(skip)} skipped`] : []),
  ];
  return `${ENDED[verdict]}: ${counts.join(', ') || 'none'} of ${counted(planned, 'case')}`;
}

/** What was tested, when, how much of the suites, by what, and for which stages that is enough. */
export function evidenceLines(run: EvidenceOf): readonly string[] {
  const { tested, startedAt, finishedAt, resumed, engine, stages } = run;
  const lines = [
    `tested   ${productOf(tested)}, as claimed`,
    `target   ${targetOf(tested)}`,
    `ran      ${startedAt} to ${finishedAt ?? 'no end'} by the clock of the machine`,
    ...(resumed.length === 0 ? [] : [`resumed  ${resumedWords(resumed)}`]),
    `cases    ${casesOf(run)}`,
    `engine   ${engine.name} ${engine.version}, SHA-256 ${engine.digest}, Node ${engine.nodeMajor}`,
    ...stages.map(
      ({ id, title, complete, passed, required }) =>
        `stage    ${complete ? 'complete' : 'incomplete'} for ${title} (${id}): ${grouped(passed)} of ${grouped(required)} cases passed`,
    ),
  ];
  return lines.map(printable);
}

/** `2 times, last at 2026-03-03T10:15:00.000Z`, and what of the record ended nowhere. */
function resumedWords(resumed: EvidenceOf['resumed']): string {
  const last = resumed.at(-1)?.at;
  const torn = resumed.reduce((sum, { tornBytes }) => sum + tornBytes, 0);
  const unnamed = resumed.reduce((sum, one) => sum + one.unnamed.length, 0);
  return [
    resumed.length === 1 ? `once, at ${last}` : `${counted(resumed.length, 'time')}, last at ${last}`,
    ...(torn > 0 ? [`${counted(torn, 'byte')} of lines that were cut short taken away`] : []),
    ...(unnamed > 0 ? [`${counted(unnamed, 'message')} that no line names taken away`] : []),
  ].join('; ');
}

function productOf({ role, name, version, organisation, odsCode }: EvidenceOf['tested']): string {
  const product = [name ?? 'a product without a name', ...(version === undefined ? [] : [version])].join(' ');
  const supplier = organisation === undefined ? '' : ` of ${organisation}`;
  return `${product}${supplier}${odsCode === undefined ? '' : ` (${odsCode})`}, a ${role}`;
}

const targetOf = ({ baseUrl, via, answeredBy, environment }: EvidenceOf['tested']): string =>
  [
    baseUrl,
    ...(via === undefined ? [] : [`through ${via}`]),
    ...(answeredBy === undefined ? [] : [`answered by ${answeredBy}`]),
    environment === undefined ? 'environment not given' : `environment: ${environment}`,
  ].join(', ');

/** Cases for the other role are none of this system's. */
const LEFT_OUT: readonly (readonly [reason: keyof EvidenceOf['cases']['leftOut'], words: string])[] = [
  ['not-selected', 'not selected'],
  ['unattended', 'that ask a person'],
  ['plain-http', 'that need TLS'],
  ['simulator-only', "only for Assay's own simulator"],
];

function casesOf({ cases: { planned, ofSuites, leftOut }, selection: { filter, tags } }: EvidenceOf): string {
  const selectors = [...filter.map((part) => `--filter ${part}`), ...tags.map((tag) => `--tag ${tag}`)];
  const by = selectors.length === 0 ? '' : ` (${selectors.join(' ')})`;
  const without = LEFT_OUT.flatMap(([reason, words]) => {
    const count = leftOut[reason] ?? 0;
    return count === 0 ? [] : [`${grouped(count)} ${words}${reason === 'not-selected' ? by : ''}`];
  });
  return `${grouped(planned)} of ${grouped(ofSuites)}${without.length === 0 ? '' : `; left out: ${without.join(', ')}`}`;
}

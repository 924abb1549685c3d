import type { EvidenceOf } from '../evidence/review/evidence-of.ts';
import type { Outcome } from '../evidence/verify/verification.ts';
import { grouped } from '../model/counted.ts';
import { outcomeWord } from './outcome.ts';
import { printable } from './terminal.ts';

/**
 * `ACCEPTED  as evidence of 2 of 314 cases; not for submission: …; verdicts not recomputed`: what is intact and sealed by the right one may
 * still be evidence of little, so both are said at once.
 */
export function outcomeLine(outcome: Outcome, says: string, run: EvidenceOf | undefined): string {
  const limits = run === undefined || outcome === 'rejected' ? [] : limitsOf(run);
  return `${outcomeWord(outcome)}  ${[...limits, says].join('; ')}`;
}

const limitsOf = ({ cases: { planned, ofSuites }, notForSubmission }: EvidenceOf): readonly string[] => [
  ...(planned < ofSuites ? [`as evidence of ${grouped(planned)} of ${grouped(ofSuites)} cases`] : []),
  ...(notForSubmission.length > 0 ? [`not for submission: ${printable(notForSubmission.join(', '))}`] : []),
];

/** What was tested, when, how much of the suites, by what, and for which stages that is enough. */
export function evidenceLines(run: EvidenceOf): readonly string[] {
  const { tested, startedAt, finishedAt, engine, stages } = run;
  const lines = [
    `tested   ${productOf(tested)}, as claimed`,
    `target   ${targetOf(tested)}`,
    `ran      ${startedAt} to ${finishedAt ?? 'no end'} by the clock of the machine`,
    `cases    ${casesOf(run)}`,
    `engine   ${engine.name} ${engine.version}, SHA-256 ${engine.digest}, Node ${engine.nodeMajor}`,
    ...stages.map(
      ({ title, complete, passed, required }) =>
        `stage    ${complete ? 'complete' : 'incomplete'} for ${title}: ${grouped(passed)} of ${grouped(required)} cases passed`,
    ),
  ];
  return lines.map(printable);
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

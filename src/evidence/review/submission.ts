import type { Diagnostic } from '../../model/diagnostic.ts';
import { undecided, unless } from '../format/finding.ts';
import type { EvidenceOf } from './evidence-of.ts';

/** What a reviewer wants to take the evidence for. Evidence can be sound and yet fit for none of it. */
export interface Purpose {
  /** Of a submission, to whatever stage. */
  readonly forSubmission?: boolean;
  /** Id or title of the stage on the path to live that it is submitted for. */
  readonly stage?: string;
}

/** What a run lacks for a purpose: RUN_NOT_PASSED, CASES_LEFT_OUT, NOT_FOR_SUBMISSION, STAGE_INCOMPLETE; each leaves it undecided. */
export function shortcomings(run: EvidenceOf, { forSubmission = false, stage }: Purpose): readonly Diagnostic[] {
  if (!forSubmission && stage === undefined) return [];
  const complete = run.stages.some((one) => one.complete);
  return [
    ...unless(!forSubmission || run.verdict === 'pass', notPassed(run)),
    ...(stage === undefined ? unless(complete || run.cases.byChoice === 0, casesLeftOut(run)) : forStage(run, stage)),
    ...unless(
      run.notForSubmission.length === 0,
      lacking('NOT_FOR_SUBMISSION', `The run is not for submission: ${run.notForSubmission.join('; ')}`),
    ),
  ];
}

function forStage({ stages, tested }: EvidenceOf, wanted: string): readonly Diagnostic[] {
  const stage = stages.find(({ id, title }) => [id, title].some((name) => name.toLowerCase() === wanted.toLowerCase()));
  if (stage === undefined) {
    const known = stages.map(({ id }) => id).join(', ') || 'none';
    return [
      lacking('STAGE_INCOMPLETE', `The suites for a ${tested.role} have no stage ${wanted}; they have: ${known}`),
    ];
  }
  const { title, passed, required, missing } = stage;
  const why = [`${passed} of the ${required} cases that it asks for passed`, ...missing].join('; ');
  return unless(stage.complete, lacking('STAGE_INCOMPLETE', `The run is not complete for ${title}: ${why}`));
}

/** A waiver changes no verdict, so it makes up for none. */
const notPassed = ({ counts: { fail, error, skip }, cases: { planned } }: EvidenceOf): Diagnostic =>
  lacking(
    'RUN_NOT_PASSED',
    `The run did not pass: of ${planned} cases ${fail} failed, ${error} broke and ${skip} were skipped`,
  );

const casesLeftOut = ({ cases: { byChoice, planned, ofSuites } }: EvidenceOf): Diagnostic =>
  lacking('CASES_LEFT_OUT', `The run has ${planned} of ${ofSuites} cases: ${byChoice} were left out by choice`);

const lacking = (code: Diagnostic['code'], message: string): Diagnostic =>
  undecided(code, message, 'The report says what is missing, case by case. Ask for a run that has it.');

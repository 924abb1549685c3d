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

/** Whoever asks for a stage names it by its id or its title, in capitals or not. */
const stageOf = ({ stages }: EvidenceOf, wanted: string): EvidenceOf['stages'][number] | undefined =>
  stages.find(({ id, title }) => [id, title].some((name) => name.toLowerCase() === wanted.toLowerCase()));

/** Says of a stage that the suites do not have which they have; undefined when there is nothing to say. */
export function unknownStage(run: EvidenceOf, { stage }: Purpose): string | undefined {
  if (stage === undefined || stageOf(run, stage) !== undefined) return undefined;
  const known = run.stages.map(({ id }) => id).join(', ') || 'none';
  return `The suites for a ${run.tested.role} have no stage ${stage}; they have: ${known}`;
}

function forStage(run: EvidenceOf, wanted: string): readonly Diagnostic[] {
  const stage = stageOf(run, wanted);
  if (stage === undefined) return [lacking('STAGE_INCOMPLETE', unknownStage(run, { stage: wanted }) ?? '')];
  const { id, title, passed, required, missing } = stage;
  const why = [`${passed} of the ${required} cases that it asks for passed`, ...missing].join('; ');
  return unless(stage.complete, lacking('STAGE_INCOMPLETE', `The run is not complete for ${title} (${id}): ${why}`));
}

/** A waiver changes no verdict, so it makes up for none. */
const notPassed = ({ counts: { fail, error, skip }, cases: { planned } }: EvidenceOf): Diagnostic =>
  lacking(
    'RUN_NOT_PASSED',
    `The run did not pass: ${fail} failed, ${error} broke and ${skip} skipped, of ${planned} cases`,
  );

const casesLeftOut = ({ cases: { byChoice, planned, ofSuites } }: EvidenceOf): Diagnostic =>
  lacking('CASES_LEFT_OUT', `The run has ${planned} of ${ofSuites} cases: ${byChoice} were left out by choice`);

const lacking = (code: Diagnostic['code'], message: string): Diagnostic =>
  undecided(code, message, 'The report says what is missing, case by case. Ask for a run that has it.');

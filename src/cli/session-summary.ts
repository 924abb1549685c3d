import { counted, grouped } from '../model/counted.ts';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import { refusedInWords } from '../model/refusal.ts';
import type { RunResult } from '../model/result.ts';
import type { StageResult } from '../model/stage.ts';
import { countVerdicts } from '../model/verdict.ts';
import { CLEAN_UP_WORDS, cleanUpLine, leftBehind } from '../report/cleaned-up.ts';
import { notCheckedOf } from '../report/not-checked.ts';
import { duration } from '../report/numbers.ts';
import { coverageOf } from '../report/requirement-coverage.ts';
import { stageLacks } from '../report/stage-lacks.ts';
import { verdictSentence } from '../report/verdict-sentence.ts';
import { unusedWaivers, WAIVER_WORDS } from '../report/waiver-words.ts';
import { FOLLOWS_WORDS } from '../report/words.ts';
import { colour } from './colour.ts';
import type { Context } from './context.ts';
import { failureList } from './failure-list.ts';
import { shortPath } from './open-suites.ts';
import { renderDiagnostic } from './render-diagnostic.ts';
import type { SealedBy, Session } from './run-session.ts';
import { countLine, mark, printable } from './terminal.ts';
import { commandLines, hanging } from './wrap.ts';

/** What kept the run as a whole from counting or being sealed. */
export function sessionProblems({ result, problems }: Session): string {
  return [...result.preflight.problems, ...unusedWaivers(result), ...problems]
    .map((one) => `${renderDiagnostic(one)}\n`)
    .join('');
}

/** What a run showed, what did not pass in it, and at the end, where the eye is, what it came to and what to do next. */
export function sessionSummary(session: Session, { cwd, terminal: { columns } }: Context): string {
  const { result, plan } = session;
  const facts = factLines(result).flatMap(([name, text]) => hanging(`${name}  `, text, columns));
  const failures = failureList(result, plan, columns);
  return [facts, failures, conclusion(session, cwd, columns)]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** A name, and what is told under it. */
type FactLine = readonly [name: string, text: string];

const factLines = (result: RunResult): readonly FactLine[] => [
  ...coverageLines(result),
  ...heldBackLines(result),
  ...refusedLines(result),
  ...cleanUpLines(result),
  ...notCheckedLines(result),
  ...(result.waivers ?? []).map(
    ({ of, id, state }): FactLine => ['waiver', printable(`${of} ${id}: ${WAIVER_WORDS[state]}`)],
  ),
  ...sourceLines(result),
  ...result.notForSubmission.map((why): FactLine => [colour.yellow('not for submission'), printable(why)]),
  ...result.stages.map(stageLine),
];

/** Verdict, counts, where everything lies, and what comes next. Paths and commands are for copying: none of them is cut. */
function conclusion(
  { result, plan, folder, report, bundle, signer, openings, answers, problems }: Session,
  cwd: string,
  columns: number,
): readonly string[] {
  const { all, positive, negative } = result.counts;
  const cases = counted(result.cases.length, 'case');
  const counts = `${countLine(all)} of ${cases} (positive ${positive.pass} passed, negative ${negative.pass} passed)`;
  const endedWithIt = plan.selection.simulator && result.sut.role === 'provider';
  const again = result.complete || endedWithIt ? undefined : `npx assay run --resume ${shortPath(folder, cwd)}`;
  return [
    ...hanging(`${mark(result.verdict)}  `, colour.bold(verdictSentence(result)), columns),
    ...hanging('cases   ', counts, columns),
    `report  ${shortPath(report, cwd)}`,
    ...(answers === undefined ? [] : [`answers ${shortPath(answers, cwd)} (with --answers nobody is asked again)`]),
    ...(bundle === undefined ? [] : [`bundle  ${shortPath(bundle, cwd)}`]),
    ...(signer === undefined ? [] : hanging('signer  ', signerWords(signer), columns)),
    ...(openings === undefined ? [] : [`openings ${shortPath(openings, cwd)} (assay disclose opens one of them)`]),
    ...(again === undefined ? [] : commandLines('go on, with the same flags: ', again, columns)),
    ...(bundle === undefined ? [] : commandLines('verify  ', `npx assay verify ${shortPath(bundle, cwd)}`, columns)),
    ...(bundle === undefined ? hanging(`${colour.red('not sealed')}: `, whyNotSealed(problems), columns) : []),
  ];
}

/** Hexadecimal digits that tell one certificate from another at a glance; `verify` and `keys show` have all of them. */
const SHORT_FINGERPRINT = 16;

/** So that a forgotten `--key` is seen. */
const signerWords = ({ subject, fingerprint }: SealedBy): string =>
  `${printable(subject)}, SHA-256 ${fingerprint.slice(0, SHORT_FINGERPRINT)}…`;

/** All reasons stand among the problems, which were told before the summary. */
function whyNotSealed(problems: readonly Diagnostic[]): string {
  const [first] = problems.filter(isError);
  return first === undefined ? 'nobody says why' : printable(`${first.code} ${first.message}`);
}

/** Cases and requirements that are named one by one. */
const SHOWN_CASES = 3;
const SHOWN_REQUIREMENTS = 6;

function coverageLines({ requirements }: RunResult): readonly FactLine[] {
  const { listed, tested, bothWays, untested, notByCases } = coverageOf(requirements);
  if (listed === 0) return [];
  const named = untested.slice(0, SHOWN_REQUIREMENTS).join(', ');
  const more = untested.length - SHOWN_REQUIREMENTS;
  const came = countVerdicts(requirements.flatMap(({ verdict }) => verdict ?? []));
  const others = notByCases > 0 ? `; ${notByCases} without cases are to be stated or witnessed` : '';
  return [
    [
      'requirements',
      `${tested} of ${listed} have cases in this run, ${bothWays} of them both ways: ${countLine(came)}${others}`,
    ],
    ...(untested.length > 0
      ? [[colour.yellow('must be met, verified by no case'), `${named}${more > 0 ? ` and ${more} more` : ''}`] as const]
      : []),
  ];
}

/** Which of the sources that disagree the system under test follows, and whether it is consistent. */
function sourceLines({ sources, disagreements }: RunResult): readonly FactLine[] {
  if (disagreements.length === 0) return [];
  const each = sources.map(({ source, asked, followed, follows }) => {
    return `${source} ${FOLLOWS_WORDS[follows]} (${followed} of ${asked})`;
  });
  const alike = disagreements.filter(({ answers }) => answers.length === 1).length;
  return [
    [
      'sources',
      `${counted(disagreements.length, 'disagreement')}, in ${alike} one answer throughout; ${each.join(', ')}`,
    ],
  ];
}

function heldBackLines({ heldBack: { times, waitedMs } }: RunResult): readonly FactLine[] {
  return times === 0
    ? []
    : [['waited', `${duration(waitedMs)} in all: ${counted(times, 'request')} held back (429 or 503)`]];
}

const refusedLines = ({ refused }: RunResult): readonly FactLine[] =>
  refused.length === 0 ? [] : [['refused', refusedInWords(refused)]];

/** Whatever is left behind is named, for somebody has to see to it. */
function cleanUpLines(result: RunResult): readonly FactLine[] {
  const line = cleanUpLine(result);
  if (line === undefined) return [];
  const left = leftBehind(result).map(
    ({ case: id, madeBy, resource = 'something', state, reason }): FactLine => [
      colour.yellow('clean-up'),
      printable(`${resource} of ${id} (exchange ${madeBy}) is ${CLEAN_UP_WORDS[state]}: ${reason}`),
    ],
  );
  return [['clean-up', line], ...left];
}

const stageLine = (stage: StageResult): FactLine =>
  stage.complete
    ? [colour.green(`complete for ${stage.title}: yes`), `${counted(stage.passed, 'case')} passed`]
    : [colour.yellow(`complete for ${stage.title}: no`), printable(`missing: ${stageLacks(stage, SHOWN_CASES)}`)];

/** Reasons that are named one by one. */
const SHOWN_REASONS = 5;

function notCheckedLines(result: RunResult): readonly FactLine[] {
  if (result.notChecked === 0) return [];
  const reasons = notCheckedOf(result);
  const more = reasons.length - SHOWN_REASONS;
  return [
    [colour.yellow('not checked'), `${counted(result.notChecked, 'time')} a rule applied and could not be evaluated`],
    ...reasons
      .slice(0, SHOWN_REASONS)
      .map(({ times, message }): FactLine => [`  ${grouped(times)} x`, printable(message)]),
    ...(more > 0 ? [['  and', `${counted(more, 'more reason')}, all in the report`] as const] : []),
  ];
}

export function sessionJson({ result, folder, report, bundle, signer, openings, answers, problems }: Session): string {
  const {
    runId,
    verdict,
    counts,
    complete,
    notChecked,
    notForSubmission,
    stages,
    sources,
    heldBack,
    refused,
    cleanedUp,
  } = result;
  const requirements = coverageOf(result.requirements);
  return `${JSON.stringify({ runId, verdict, complete, counts, requirements, notChecked, notForSubmission, stages, sources, heldBack, refused, cleanedUp, folder, report, bundle, signer, openings, answers, problems })}\n`;
}

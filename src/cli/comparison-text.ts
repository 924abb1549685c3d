import { counted } from '../model/counted.ts';
import type {
  CaseChange,
  Change,
  Comparison,
  LatencyChange,
  RequirementChange,
  RunFacts,
} from '../report/compare/comparison.ts';
import {
  comparisonSentence,
  DIRECTION_WORDS,
  unlikeSentence,
  verdictChange,
  worstFirst,
} from '../report/compare/comparison-words.ts';
import { duration, instant } from '../report/numbers.ts';
import { colour } from './colour.ts';
import { countLine, mark, printable } from './terminal.ts';
import { wrap } from './wrap.ts';

/** As wide as a terminal is at least. */
const COLUMNS = 80;

/** Cases that are told one by one; the page and the JSON have all of them. */
const MOST_CASES = 20;

/** A comparison for a terminal: first what got worse. */
export function comparisonText(comparison: Comparison): string {
  const {
    before,
    after,
    worse,
    unlike,
    system,
    cases,
    requirements,
    coverage,
    stages,
    waivers,
    latency,
    inputs,
    engine,
  } = comparison;
  const leftOut = cases.filter(({ how }) => how === 'left-out');
  const inBoth = cases.filter(({ how }) => how !== 'left-out');
  const gone = inBoth.filter(({ after }) => after === undefined);
  const told = worstFirst(inBoth.filter((one) => one.after !== undefined));
  const hidden = told.length - MOST_CASES;
  const lines = [
    ...wrapped(
      comparisonSentence(comparison),
      worse ? `${colour.red('✘ worse')}   ` : `${colour.green('✔ no worse')}  `,
      12,
    ),
    ...unlike.flatMap((one) => wrapped(unlikeSentence(one), colour.yellow('! unlike  '), 10)),
    ...runLines('before', before),
    ...runLines('after', after),
    ...section('system', system.flatMap(changeLines)),
    ...section('cases', [
      ...groupLines(gone, 'gone', colour.red('Worse   ')),
      ...told.slice(0, MOST_CASES).flatMap(caseLines),
      ...(hidden > 0 ? [`  and ${counted(hidden, 'more case')}: see --html or --json`] : []),
      ...groupLines(
        leftOut.filter(({ after }) => after === undefined),
        'not in the later run',
        NEITHER,
      ),
      ...groupLines(
        leftOut.filter(({ before }) => before === undefined),
        'not in the earlier run',
        NEITHER,
      ),
    ]),
    ...section('requirements', requirements.flatMap(requirementLines)),
    ...section('coverage', coverage.flatMap(changeLines)),
    ...section('stages', stages.flatMap(changeLines)),
    ...section('waivers', waivers.flatMap(changeLines)),
    ...section('median times', latency.flatMap(latencyLines)),
    ...section('suites', inputs.flatMap(inputLines)),
    ...section('engine', engine.flatMap(changeLines)),
  ];
  return `${lines.join('\n')}\n`;
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', colour.bold(title), ...lines];

function runLines(
  name: string,
  { runId, startedAt, verdict, counts, product, resultsDigest, evidence }: RunFacts,
): readonly string[] {
  return [
    `${name.padEnd(8)}${mark(verdict)}  ${countLine(counts.all)}`,
    ...[
      product,
      `started ${instant(startedAt)}, run ${runId}`,
      `SHA-256 of results.json: ${resultsDigest}`,
      ...(evidence === undefined ? [] : [evidence]),
    ].flatMap((text) => indented(text, 8)),
  ];
}

function changeLines({ what, before = 'not known', after = 'not known' }: Change): readonly string[] {
  const short = `${what}: ${before} → ${after}`;
  if (!printable(short).includes('\\u') && short.length + 2 <= COLUMNS) return [`  ${short}`];
  return [...indented(`${what}:`, 2), ...indented(before, 4), ...indented(`→ ${after}`, 4)];
}

const NEITHER = '–       ';

/** What is in one run alone has nothing to tell but its ids, and why. */
function groupLines(cases: readonly CaseChange[], what: string, lead: string): readonly string[] {
  return [...new Set(cases.map(({ finding = '' }) => finding))].flatMap((why) => {
    const ids = cases.filter(({ finding = '' }) => finding === why).map(({ id }) => id);
    const more = ids.length - MOST_CASES;
    const named = `${ids.slice(0, MOST_CASES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return wrapped(`${counted(ids.length, 'case')} ${what} (${why}): ${named}`, `  ${lead}`, 10);
  });
}

function caseLines({ id, title, before, after, direction, how, finding }: CaseChange): readonly string[] {
  const change = verdictChange({ ...(before && { before }), ...(after && { after }), ...(how && { how }) });
  const paint = direction === 'worse' ? colour.red : direction === 'better' ? colour.green : colour.dim;
  return [
    ...wrapped(`${id}  ${change}`, `  ${paint((DIRECTION_WORDS[direction] || '–').padEnd(8))}`, 10),
    ...indented(title, 10),
    ...(finding === undefined ? [] : indented(finding, 10)),
  ];
}

function requirementLines({
  id,
  before,
  after,
  cases: [earlier, later],
  direction,
}: RequirementChange): readonly string[] {
  const change = verdictChange({ ...(before && { before }), ...(after && { after }) });
  const verified = earlier === later ? '' : `; ${earlier} → ${counted(later, 'case')}`;
  return wrapped(`${id}  ${change}${verified}`, `  ${(DIRECTION_WORDS[direction] || '–').padEnd(8)}`, 10);
}

const latencyLines = ({ interaction, medianMs: [before, after], exchanges }: LatencyChange): readonly string[] =>
  indented(`${interaction}: ${duration(before)} → ${duration(after)} (${exchanges.join(' and ')} exchanges)`, 2);

/** A digest says that a file is another one, and no more. */
function inputLines({ what, before, after }: Change): readonly string[] {
  const became = before === undefined ? 'new' : after === undefined ? 'gone' : 'changed';
  return indented(`${became}: ${what}`, 2);
}

const indented = (text: string, by: number): readonly string[] => wrapped(text, ' '.repeat(by), by);

/** Lines of at most 80 columns; the first one begins with `lead`, which takes `width` of them. */
function wrapped(text: string, lead: string, width: number): readonly string[] {
  return wrap(printable(text), COLUMNS - width)
    .flatMap((line) => pieces(line, COLUMNS - width))
    .map((line, at) => `${at === 0 ? lead : ' '.repeat(width)}${line}`);
}

/** A word that is too long is cut, for nothing may run over the edge. */
const pieces = (line: string, length: number): readonly string[] =>
  line.length <= length ? [line] : (line.match(new RegExp(`.{1,${length}}`, 'gsu')) ?? []);

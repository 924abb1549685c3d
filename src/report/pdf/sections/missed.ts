import { counted } from '../../../model/counted.ts';
import type { CaseResult, RunResult } from '../../../model/result.ts';
import type { WaiverResult } from '../../../model/waiver.ts';
import { type Cause, causesOf, missedGroups, missedWords, nothingMissed } from '../../missed.ts';
import { requiredWords, requirementsMissed } from '../../required.ts';
import { twinSkipsOf, twinSkipWords } from '../../twin-skips.ts';
import { waiversOfCase, waiverWords } from '../../waiver-words.ts';
import { sentence } from '../../words.ts';
import { type Block, muted, plain, type Row, strong } from '../block.ts';
import { caseLink, caseLinks, requirementLinks } from '../links.ts';
import { section, subheading } from './section.ts';

/** All that did not pass, what was wrong with it, and the way to it. */
export function missedSection(result: RunResult): Block {
  const groups = missedGroups(result);
  return section('What did not pass', [
    ...(groups.length === 0 ? [{ kind: 'paragraph', text: [plain(nothingMissed(result))] } as const] : []),
    ...groups.flatMap(({ title, cases }) => [
      subheading(`${title} (${counted(cases.length, 'case')})`),
      ...missedTable(
        title,
        cases.filter(({ skipReason }) => skipReason !== 'twin'),
        result,
      ),
      ...skippedForTwins(cases),
    ]),
  ]);
}

function missedTable(summary: string, cases: readonly CaseResult[], run: RunResult): readonly Block[] {
  if (cases.length === 0) return [];
  const columns = [{ title: 'Case', fits: 80 }, { title: 'What was found' }, { title: 'Requirements', fits: 90 }];
  return [{ kind: 'table', summary, columns, rows: causesOf(cases).map((cause) => causeRow(cause, run)) }];
}

/** More requirements than these are named and not told. */
const TOLD_REQUIREMENTS = 3;

/** A reason, and the cases that did not pass for it. */
function causeRow({ says, cases }: Cause, run: RunResult): Row {
  const [first, ...others] = cases;
  const { more } = missedWords(first);
  const required = requirementsMissed(cases, run.requirements);
  const told = required.length > TOLD_REQUIREMENTS ? [] : required;
  const named = others.length === 0 ? first.verifies : required.map(({ id }) => id);
  return {
    cells: [
      [
        caseLink(first.id, first.verdict),
        ...(others.length === 0 ? [] : [muted(`\nand ${counted(others.length, 'more case')}`)]),
      ],
      [
        ...(others.length === 0 ? [strong(first.title), plain(`\n${says}`)] : [strong(says)]),
        ...(others.length > 0 || more === undefined ? [] : [muted(` ${more}`)]),
        ...told.map((one) => muted(`\n${requiredWords(one)}`)),
        ...(others.length === 0 ? [] : [plain('\nThe same in '), ...caseLinks(others.map(({ id }) => id))]),
        ...waiversOf(cases, run).map((waiver) => plain(`\n${sentence(waiverWords(waiver))}`)),
      ],
      requirementLinks(named),
    ],
  };
}

/** What somebody answers for, of the cases that failed. */
const waiversOf = (cases: readonly CaseResult[], run: RunResult): readonly WaiverResult[] => [
  ...new Set(cases.filter(({ verdict }) => verdict === 'fail').flatMap((one) => waiversOfCase(run, one))),
];

function skippedForTwins(cases: readonly CaseResult[]): readonly Block[] {
  const skips = twinSkipsOf(cases);
  if (skips.cases.length === 0) return [];
  const named = skips.cases.flatMap(({ id, verdict }, place) => [
    ...(place === 0 ? [] : [plain('  ')]),
    caseLink(id, verdict),
  ]);
  return [{ kind: 'paragraph', text: [plain(`${sentence(twinSkipWords(skips))} `), ...named] }];
}

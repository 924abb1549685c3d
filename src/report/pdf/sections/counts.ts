import { counted, grouped } from '../../../model/counted.ts';
import { REQUIREMENT_LEVELS } from '../../../model/requirement.ts';
import type { RequirementResult, RunResult } from '../../../model/result.ts';
import { countVerdicts, type VerdictCounts } from '../../../model/verdict.ts';
import { caseCounts } from '../../case-counts.ts';
import {
  coverageOf,
  isNotForCases,
  isTested,
  isTestedBothWays,
  REQUIREMENT_VERDICTS,
} from '../../requirement-coverage.ts';
import { stageLacks } from '../../stage-lacks.ts';
import { shareWords, verdictShares } from '../../verdict-shares.ts';
import { VERDICT_COLUMNS } from '../../words.ts';
import { type Block, type Column, type Inlines, muted, plain, strong } from '../block.ts';
import { requirementLinks } from '../links.ts';
import { section, sectionHeading } from './section.ts';

const numeric = (title: string): Column => ({ title, fits: 60, numeric: true });
const VERDICT_HEADS = VERDICT_COLUMNS.map(([, title]) => numeric(title));
const verdictCells = (counts: VerdictCounts): readonly Inlines[] =>
  VERDICT_COLUMNS.map(([verdict]) => number(counts[verdict]));

/** What is zero steps back. */
const number = (count: number): Inlines => [count === 0 ? muted('0') : plain(grouped(count))];

/** Planned is passed plus failed plus errors plus skipped: nothing falls between. */
export function countsBlocks(result: RunResult): readonly Block[] {
  const shares = verdictShares(result.counts.all);
  return [
    sectionHeading('Cases'),
    ...(shares.length === 0 ? [] : [{ kind: 'bar', shares, words: shareWords(shares) } as const]),
    {
      kind: 'table',
      summary: 'Planned cases and what became of them',
      columns: [{ title: 'Cases' }, numeric('Planned'), ...VERDICT_HEADS],
      rows: caseCounts(result).map(({ name, planned, counts }) => ({
        cells: [[plain(name)], number(planned), ...verdictCells(counts)],
      })),
    },
  ];
}

/** For each stage of the path to live, whether this run is the test evidence that it asks for, in numbers. */
export function stagesBlocks({ stages }: RunResult): readonly Block[] {
  if (stages.length === 0) return [];
  return [
    sectionHeading('What this run is complete for'),
    {
      kind: 'table',
      summary: 'Stages of the path to live, and whether this run is all the test evidence that each asks for',
      columns: [{ title: 'Stage', fits: 70 }, { title: 'Complete', fits: 46 }, { title: 'What it has' }],
      rows: stages.map((stage) => ({
        cells: [
          [plain(stage.title)],
          [{ ...strong(stage.complete ? 'Yes' : 'No'), verdict: stage.complete ? 'pass' : 'fail' }],
          [
            plain(`${grouped(stage.passed)} of ${grouped(stage.required)} cases passed`),
            muted(stage.missing.length === 0 ? '' : `; ${counted(stage.missing.length, 'other thing')} missing`),
          ],
        ],
      })),
    },
  ];
}

/** Cases that are named of each kind; the table of all cases has the rest. */
const NAMED = 10;

/** What each stage asks for and this run does not have. */
export function stageLacksBlocks({ stages }: RunResult): readonly Block[] {
  const lacking = stages.filter(({ complete }) => !complete);
  if (lacking.length === 0) return [];
  return [
    section('What the stages still ask for', [
      {
        kind: 'list',
        items: lacking.map((stage) => [strong(stage.title), plain(`: ${stageLacks(stage, NAMED)}.`)]),
      },
    ]),
  ];
}

/** How many requirements of each level were tested, and with which verdict. */
export function coverageBlocks({ requirements }: RunResult): readonly Block[] {
  const levels = REQUIREMENT_LEVELS.map((level) => ({
    level,
    all: requirements.filter((one) => one.level === level),
  })).filter(({ all }) => all.length > 0);
  const { untested } = coverageOf(requirements);
  const count = (all: readonly RequirementResult[], belongs: (one: RequirementResult) => boolean) =>
    number(all.filter(belongs).length);
  return [
    sectionHeading('Requirements covered'),
    ...(levels.length === 0
      ? [{ kind: 'paragraph', text: [plain('No requirements are listed for this interface and role.')] } as const]
      : [
          {
            kind: 'table',
            summary: 'Requirements by level',
            columns: [
              { title: 'Level' },
              numeric('Listed'),
              ...VERDICT_HEADS,
              numeric('Not tested'),
              numeric('Stated or witnessed'),
              numeric('Tested both ways'),
            ],
            rows: levels.map(({ level, all }) => ({
              cells: [
                [plain(level)],
                number(all.length),
                ...verdictCells(countVerdicts(all.flatMap(({ verdict }) => verdict ?? []))),
                count(all, (one) => !isTested(one) && !isNotForCases(one)),
                count(all, isNotForCases),
                count(all, isTestedBothWays),
              ],
            })),
          } as const,
          { kind: 'paragraph', text: [muted(REQUIREMENT_VERDICTS)] } as const,
        ]),
    ...(untested.length === 0
      ? []
      : [
          {
            kind: 'paragraph',
            text: [
              plain('Must be met, and verified by no case of this run: '),
              ...requirementLinks(untested),
              plain('.'),
            ],
          } as const,
        ]),
  ];
}

import { counted } from '../../../model/counted.ts';
import type { CaseResult, RunResult } from '../../../model/result.ts';
import { missedGroups, missedWords, nothingMissed } from '../../missed.ts';
import { requiredWords, requirementsMissed } from '../../required.ts';
import { twinSkipsOf, twinSkipWords } from '../../twin-skips.ts';
import { sentence } from '../../words.ts';
import { type Block, muted, plain, type Row } from '../block.ts';
import { caseLink, requirementLinks } from '../links.ts';
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
  return [{ kind: 'table', summary, columns, rows: cases.map((one) => missedRow(one, run)) }];
}

function missedRow(result: CaseResult, run: RunResult): Row {
  const { says, more } = missedWords(result);
  return {
    cells: [
      [caseLink(result.id, result.verdict)],
      [
        { text: result.title, as: 'strong' },
        plain(`\n${says}`),
        ...(more === undefined ? [] : [muted(` ${more}`)]),
        ...requirementsMissed(result, run.requirements).map((one) => muted(`\n${requiredWords(one)}`)),
      ],
      requirementLinks(result.verifies),
    ],
  };
}

function skippedForTwins(cases: readonly CaseResult[]): readonly Block[] {
  const skips = twinSkipsOf(cases);
  if (skips.cases.length === 0) return [];
  const named = skips.cases.flatMap(({ id, verdict }, place) => [
    ...(place === 0 ? [] : [plain('  ')]),
    caseLink(id, verdict),
  ]);
  return [{ kind: 'paragraph', text: [plain(`${sentence(twinSkipWords(skips))} `), ...named] }];
}

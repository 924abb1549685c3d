import type { ReportInput } from '../report-format.ts';
import { titleOf } from '../title.ts';
import type { Block } from './block.ts';
import { countsBlocks, coverageBlocks, stageLacksBlocks, stagesBlocks } from './sections/counts.ts';
import { failuresSection, isTold } from './sections/failures.ts';
import { casesSection, matrixSection } from './sections/matrix.ts';
import { missedSection } from './sections/missed.ts';
import { notCheckedSection } from './sections/not-checked.ts';
import { peopleBlocks } from './sections/people.ts';
import { checkSection, connectionsSection, firstFactsBlock, limitsSection, runSection } from './sections/run.ts';
import { sourcesSection } from './sections/sources.ts';
import { systemSection } from './sections/system.ts';
import { verdictBlocks } from './sections/verdict.ts';
import { waiversBlocks } from './sections/waivers.ts';

/** The whole report: first what a reviewer decides by, then everything that it rests on. */
export function reportBlocks(input: ReportInput, resultsDigest: string): readonly Block[] {
  const { result } = input;
  const told = new Set(result.cases.filter(isTold).map(({ id }) => id));
  return [
    { kind: 'title', text: titleOf(result) },
    ...verdictBlocks(input),
    {
      kind: 'beside',
      share: 0.46,
      left: [systemSection(result)],
      right: [...countsBlocks(result), ...stagesBlocks(result)],
    },
    firstFactsBlock(input, resultsDigest),
    { kind: 'section', blocks: coverageBlocks(result) },
    ...stageLacksBlocks(result),
    runSection(input, resultsDigest),
    limitsSection(input),
    checkSection(),
    missedSection(result),
    ...waiversBlocks(result),
    ...peopleBlocks(input),
    sourcesSection(input),
    connectionsSection(input),
    notCheckedSection(result),
    matrixSection(result),
    ...failuresSection(input),
    casesSection(result, told),
  ];
}

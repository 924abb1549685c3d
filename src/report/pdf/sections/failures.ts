import type { PlannedCase } from '../../../model/plan.ts';
import type { CaseResult } from '../../../model/result.ts';
import type { ReportInput } from '../../report-format.ts';
import { type Block, plain, strong } from '../block.ts';
import { casePlace, verdictTag } from '../links.ts';
import { exchangeBlocks } from './case/exchange.ts';
import { factBlocks } from './case/facts.ts';
import { drivenBlocks } from './case/said.ts';
import { sceneBlock, stepBlocks } from './case/step.ts';
import type { Telling } from './case/telling.ts';
import { section } from './section.ts';

/** Whether a case is told in full: what passed, and what was not judged, is summarised. */
export const isToldInFull = ({ verdict }: CaseResult): boolean => verdict === 'fail' || verdict === 'error';

/** Every case that failed or broke: what was expected, what was found, what was sent and what came back. */
export function failuresSection(input: ReportInput): readonly Block[] {
  const told = input.result.cases.filter(isToldInFull);
  if (told.length === 0) return [];
  const planned = new Map(input.plan.cases.map((one) => [one.id, one]));
  const limit = excerptLimit(told.length);
  return [
    section(
      'Failures and errors in full',
      told.flatMap((result) => caseBlocks(planned.get(result.id), { input, result, limit })),
      { newPage: true },
    ),
  ];
}

/** Bytes of each body. Many failures are shown shorter: the files hold them whole. */
const excerptLimit = (cases: number): number => (cases <= 20 ? 1_500 : cases <= 80 ? 700 : 300);

function caseBlocks(planned: PlannedCase | undefined, telling: Telling): readonly Block[] {
  const { result } = telling;
  const { id, title, steps, unexpected = [] } = result;
  const act = steps.findIndex((step) => step.id === result.act);
  return [
    {
      kind: 'heading',
      level: 3,
      text: [verdictTag(result.verdict), strong(`  ${id}  ${title}`)],
      place: casePlace(id),
      bookmark: `${id} ${title}`,
    },
    ...factBlocks(planned, telling),
    ...drivenBlocks(result),
    ...steps.flatMap((step, place) => {
      const own = planned?.steps.find((one) => one.id === step.id);
      return place < act && step.verdict === 'pass' ? [sceneBlock(step)] : stepBlocks(step, own, telling);
    }),
    ...(unexpected.length === 0
      ? []
      : [
          { kind: 'heading', level: 4, text: [plain('Not expected')] } as const,
          ...unexpected.flatMap((exchange) => exchangeBlocks(exchange, false, telling)),
        ]),
  ];
}

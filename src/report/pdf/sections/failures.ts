import { counted } from '../../../model/counted.ts';
import type { PlannedCase } from '../../../model/plan.ts';
import type { CaseResult } from '../../../model/result.ts';
import { exchangeToSee, restsOnScene } from '../../deciding-exchange.ts';
import { causesOf } from '../../missed.ts';
import type { ReportInput } from '../../report-format.ts';
import { type Block, faintCode, plain, strong } from '../block.ts';
import { casePlace, verdictTag } from '../links.ts';
import { exchangeBlocks } from './case/exchange.ts';
import { factBlocks } from './case/facts.ts';
import { drivenBlocks } from './case/said.ts';
import { sceneBlock, stepBlocks } from './case/step.ts';
import type { Telling } from './case/telling.ts';
import { section } from './section.ts';

/** Whether it is told why a case did not pass, with its messages: what passed, and what was skipped, is summarised. */
export const isTold = ({ verdict }: CaseResult): boolean => verdict === 'fail' || verdict === 'error';

/** Of each cause of failure one case in full: what was expected, what was found, what was sent and what came back. The others are named. */
export function failuresSection(input: ReportInput): readonly Block[] {
  const causes = causesOf(input.result.cases.filter(isTold));
  if (causes.length === 0) return [];
  const planned = new Map(input.plan.cases.map((one) => [one.id, one]));
  const limit = excerptLimit(causes.length);
  return [
    section(
      'Failures and errors in full',
      causes.flatMap(({ cases: [result, ...others] }) => [
        ...caseBlocks(planned.get(result.id), { input, result, limit }),
        ...alikeBlocks(others),
      ]),
      { newPage: true },
    ),
  ];
}

/** Bytes of each body. Many failures are shown shorter: the files hold them whole. */
const excerptLimit = (causes: number): number => (causes <= 20 ? 1_500 : causes <= 80 ? 700 : 300);

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
      return place < act && step.verdict === 'pass' && !restsOnScene(result)
        ? [sceneBlock(step)]
        : stepBlocks(step, own, telling);
    }),
    ...(unexpected.length === 0
      ? []
      : [
          { kind: 'heading', level: 4, text: [plain('Not expected')] } as const,
          ...unexpected.flatMap((exchange) => exchangeBlocks(exchange, false, telling)),
        ]),
  ];
}

/** Cases that did not pass for the same reason as the one above them. */
function alikeBlocks(cases: readonly CaseResult[]): readonly Block[] {
  if (cases.length === 0) return [];
  return [
    {
      kind: 'paragraph',
      text: [strong(`The same in ${counted(cases.length, 'more case')}:`)],
      leads: true,
    },
    {
      kind: 'table',
      summary: 'Cases that did not pass for the same reason',
      columns: [{ title: 'Case', fits: 80 }, { title: 'Title' }, { title: 'Response, SHA-256', share: 1.1 }],
      rows: cases.map((one) => ({
        place: casePlace(one.id),
        cells: [[{ ...plain(one.id), verdict: one.verdict }], [plain(one.title)], [faintCode(keptOf(one))]],
      })),
    },
  ];
}

function keptOf(one: CaseResult): string {
  const exchange = exchangeToSee(one);
  const shown = exchange?.response ?? exchange?.request;
  return shown === undefined ? 'no exchange' : `${shown.file}\n${shown.sha256}`;
}

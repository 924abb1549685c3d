import { optionsOf } from '../../../../model/citation.ts';
import type { StepResult } from '../../../../model/result.ts';
import type { Step } from '../../../../model/suite.ts';
import { type Block, plain } from '../../block.ts';
import { verdictTag } from '../../links.ts';
import { assertionBlocks } from './assertion.ts';
import { exchangeBlocks } from './exchange.ts';
import { keptFiles } from './kept-files.ts';
import { attestBlocks } from './said.ts';
import type { Telling } from './telling.ts';

/** A step that only sets the scene, and passed. */
export function sceneBlock({ id, title, exchanges }: StepResult): Block {
  return {
    kind: 'paragraph',
    small: true,
    text: [plain(`Before it: ${title ?? id}, which passed. `), ...keptFiles(exchanges)],
  };
}

/** What was asked of a step, what was met, and what went to and fro. */
export function stepBlocks(step: StepResult, planned: Step | undefined, telling: Telling): readonly Block[] {
  const { id, title, verdict, assertions, exchanges } = step;
  const missed = assertions.filter((one) => one.verdict !== 'pass');
  const met = assertions.filter((one) => one.verdict === 'pass');
  return [
    {
      kind: 'heading',
      level: 4,
      text: [plain(`Step ${title ?? id}`), ...(verdict === undefined ? [] : [plain('  '), verdictTag(verdict)])],
    },
    ...attestBlocks(step, planned, telling.input.plan),
    ...(assertions.length === 0 && exchanges.length === 0
      ? [{ kind: 'paragraph', small: true, text: [plain('This step was not reached.')] } as const]
      : []),
    ...missed.flatMap((one) =>
      assertionBlocks(one, planned === undefined ? [] : optionsOf(planned, assertions, one), telling),
    ),
    ...(met.length === 0
      ? []
      : [
          {
            kind: 'paragraph',
            small: true,
            text: [
              plain(`${missed.length === 0 ? 'Looked at, and met' : 'Also looked at, and met'}: `),
              plain(met.map(({ message }) => message).join('; ')),
              plain('.'),
            ],
          } as const,
        ]),
    ...exchanges.flatMap((exchange) => exchangeBlocks(exchange, changesToken(planned), telling)),
  ];
}

const changesToken = (step: Step | undefined): boolean =>
  step?.mutate.some((mutation) => mutation.in === 'token') ?? false;

import type { RunPlan } from '../../../../model/plan.ts';
import { isAsked } from '../../../../model/question.ts';
import type { CaseResult, StepResult } from '../../../../model/result.ts';
import type { Step } from '../../../../model/suite.ts';
import { answeredBy, drivenWords, unansweredWords } from '../../../said.ts';
import { type Block, code, type Inlines, muted, plain, strong } from '../../block.ts';
import { written } from './telling.ts';

/** A question, and who answered what to it, and when. */
export function attestBlocks(
  { attested, assertions }: StepResult,
  planned: Step | undefined,
  plan: RunPlan,
): readonly Block[] {
  if (planned?.kind !== 'attest') return [];
  const answer: Inlines =
    attested === undefined
      ? [muted(unansweredWords(assertions.length > 0 && !isAsked(plan, planned)))]
      : [plain('Answered: '), strong(String(attested.answer)), plain(`, ${answeredBy(attested)}`)];
  return [
    { kind: 'paragraph', text: [plain(`Asked: ${planned.attest.ask}\n`), ...answer] },
    ...(attested?.note === undefined ? [] : [{ kind: 'paragraph', text: [plain(`Note: ${attested.note}`)] } as const]),
  ];
}

/** What the client was asked to do, and what it said. */
export function drivenBlocks({ driven }: CaseResult): readonly Block[] {
  if (driven === undefined) return [];
  const { do: action, with: given, output, log = '' } = driven;
  const values = Object.entries(given).flatMap(([name, value]) => [plain(`, ${name} `), code(written(value))]);
  const said = [output, log].filter((part) => part !== '').map(written);
  return [
    {
      kind: 'paragraph',
      text: [plain('The client was to '), code(action), ...values, plain(`. ${drivenWords(driven)}`)],
    },
    ...said.map((part) => ({ kind: 'code', text: part }) as const),
  ];
}

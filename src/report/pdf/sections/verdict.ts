import { isError } from '../../../model/diagnostic.ts';
import { duration, instant } from '../../numbers.ts';
import type { ReportInput } from '../../report-format.ts';
import { timeWords } from '../../run-facts.ts';
import { verdictHeading, verdictSentence } from '../../verdict-sentence.ts';
import { sentence } from '../../words.ts';
import { type Block, plain } from '../block.ts';

/** The answer to "and?", and right below it what keeps it from being one. */
export function verdictBlocks({ result, plan }: ReportInput): readonly Block[] {
  const { verdict, startedAt, finishedAt, preflight, notForSubmission } = result;
  const took = finishedAt === undefined ? '' : `, in ${duration(Date.parse(finishedAt) - Date.parse(startedAt))}`;
  return [
    {
      kind: 'band',
      verdict,
      heading: verdictHeading(result),
      says: [
        verdictSentence(result),
        ...preflight.problems.filter(isError).map(({ message }) => sentence(message)),
        `Run on ${instant(startedAt)}${took}; ${timeWords(plan)}`,
      ],
    },
    ...(notForSubmission.length === 0
      ? []
      : [
          {
            kind: 'callout',
            heading: 'Not for submission',
            items: notForSubmission.map((reason) => [plain(sentence(reason))]),
          } as const,
        ]),
  ];
}

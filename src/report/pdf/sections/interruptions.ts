import { grouped } from '../../../model/counted.ts';
import { REFUSALS } from '../../../model/refusal.ts';
import type { RunResult } from '../../../model/result.ts';
import { casesTakenUpAgain, earlierAttemptWords } from '../../earlier-attempts.ts';
import { instant } from '../../numbers.ts';
import { type Block, muted, plain } from '../block.ts';
import { caseLink, caseLinks } from '../links.ts';
import { subheading } from './section.ts';

/** The clients of which no request was taken. They have no part in any verdict, but may be why something did not come. */
export function turnedAwayBlocks({ refused }: RunResult): readonly Block[] {
  if (refused.length === 0) return [];
  return [
    subheading('Clients turned away'),
    {
      kind: 'table',
      summary: 'Connections that were turned away before there was a request',
      columns: [
        { title: 'Why', share: 0.8 },
        { title: 'Times', fits: 40, numeric: true },
        { title: 'In cases', share: 0.6 },
        { title: 'The first of them' },
      ],
      rows: refused.map(({ kind, times, cases, first }) => ({
        cells: [
          [plain(REFUSALS[kind])],
          [plain(grouped(times))],
          cases.length === 0 ? [muted('none')] : caseLinks(cases),
          [plain(first.map(({ at, about }) => [instant(at), about ?? []].flat().join(': ')).join('\n'))],
        ],
      })),
    },
  ];
}

/** What was cut short when the run stopped: shown, and counted for nothing. */
export function cutShortBlocks(result: RunResult): readonly Block[] {
  const cases = casesTakenUpAgain(result);
  if (cases.length === 0) return [];
  return [
    subheading('Cut short when the run stopped'),
    {
      kind: 'list',
      items: cases.map(({ id, attempt, earlierAttempts = [] }) => [
        caseLink(id),
        plain(`, now attempt ${attempt}. ${earlierAttempts.map(earlierAttemptWords).join(' ')}`),
      ]),
    },
  ];
}

import { counted, grouped } from '../../../model/counted.ts';
import type { RunResult } from '../../../model/result.ts';
import { notCheckedOf } from '../../not-checked.ts';
import { type Block, faintCode, muted, plain } from '../block.ts';
import { caseLinks, webLink } from '../links.ts';
import { section } from './section.ts';

/** Cases that are named for one reason; results.json has them all. */
const SHOWN_CASES = 20;

/** Every rule that applied and could not be evaluated, with the reason: none of them counts as passed. */
export function notCheckedSection(result: RunResult): Block {
  const reasons = notCheckedOf(result);
  if (reasons.length === 0)
    return section('What was not checked', [
      { kind: 'paragraph', text: [plain('Every rule that applied to a message was evaluated.')] },
    ]);
  return section('What was not checked', [
    {
      kind: 'paragraph',
      text: [
        plain(
          `${counted(result.notChecked, 'time')} a published rule applied to a message and could not be evaluated. None of these counts as passed.`,
        ),
      ],
    },
    {
      kind: 'table',
      summary: 'Rules that were not evaluated',
      columns: [{ title: 'Reason' }, { title: 'Times', fits: 50, numeric: true }, { title: 'Cases', share: 0.45 }],
      rows: reasons.map(({ code, message, hint, rule, times, cases }) => ({
        cells: [
          [
            { text: message },
            faintCode(` ${code}`),
            ...(hint === undefined ? [] : [muted(` ${hint}.`)]),
            ...(rule === undefined ? [] : [muted('\nRule: '), webLink(rule, rule)]),
          ],
          [plain(grouped(times))],
          [
            ...caseLinks(cases.slice(0, SHOWN_CASES)),
            ...(cases.length > SHOWN_CASES ? [muted(` and ${grouped(cases.length - SHOWN_CASES)} more`)] : []),
          ],
        ],
      })),
    },
  ]);
}

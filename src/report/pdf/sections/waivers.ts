import type { RunResult } from '../../../model/result.ts';
import type { WaiverResult } from '../../../model/waiver.ts';
import { NO_VERDICT_CHANGED, WAIVER_WORDS } from '../../waiver-words.ts';
import { type Block, type Inlines, plain, type Row } from '../block.ts';
import { caseLinks, requirementLinks } from '../links.ts';
import { section } from './section.ts';

/** What was known to fall short, who answers for it, and what is done about it. Nothing when nothing was waived. */
export function waiversBlocks({ waivers = [], cases }: RunResult): readonly Block[] {
  if (waivers.length === 0) return [];
  const inRun = new Set(cases.map(({ id }) => id));
  return [
    section('Waivers and deviations', [
      { kind: 'paragraph', text: [plain(NO_VERDICT_CHANGED)] },
      {
        kind: 'table',
        summary: 'What the supplier waived before the run',
        columns: [
          { title: 'Waived', fits: 62 },
          { title: 'In this run', fits: 80 },
          { title: 'Reason' },
          { title: 'Mitigation' },
          { title: 'Owner', share: 0.8 },
          { title: 'Until', fits: 62 },
        ],
        rows: waivers.map((waiver) => rowOf(waiver, inRun)),
      },
    ]),
  ];
}

const rowOf = (waiver: WaiverResult, inRun: ReadonlySet<string>): Row => ({
  cells: [
    subject(waiver, inRun),
    [plain(WAIVER_WORDS[waiver.state])],
    [plain(waiver.reason)],
    [plain(waiver.mitigation)],
    [plain(waiver.owner)],
    [plain(waiver.expires)],
  ],
});

/** A case of another selection has no place in the report. */
function subject({ of, id }: WaiverResult, inRun: ReadonlySet<string>): Inlines {
  if (of === 'requirement') return requirementLinks([id]);
  return inRun.has(id) ? caseLinks([id]) : [plain(id)];
}

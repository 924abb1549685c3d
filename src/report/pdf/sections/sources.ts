import { canonicalJson } from '../../../model/canonical-json.ts';
import type { Answer, CitedOption } from '../../../model/citation.ts';
import { grouped } from '../../../model/counted.ts';
import type { RunPlan } from '../../../model/plan.ts';
import type { ReportInput } from '../../report-format.ts';
import { followsWords, SOURCES_WORDS, sourceName, sourceTitle } from '../../sources.ts';
import { FOLLOWS_WORDS } from '../../words.ts';
import { type Block, code, type Inlines, muted, plain, strong } from '../block.ts';
import { caseLinks, webLink } from '../links.ts';
import { section } from './section.ts';

/** Where the published sources ask for different things: which of them the system under test follows. */
export function sourcesSection({ plan, result: { disagreements, sources } }: ReportInput): Block {
  if (disagreements.length === 0)
    return section('Where the sources disagree', [{ kind: 'paragraph', text: [plain(SOURCES_WORDS.none)] }]);
  return section('Where the sources disagree', [
    { kind: 'paragraph', text: [plain(SOURCES_WORDS.some)] },
    {
      kind: 'table',
      summary: 'How often each source was followed where another one asks for something else',
      columns: [
        { title: 'Source' },
        { title: 'Followed', fits: 60, numeric: true },
        { title: 'Out of', fits: 60, numeric: true },
        { title: 'Over the whole run', fits: 110 },
      ],
      rows: sources.map(({ source, followed, asked, follows }) => ({
        cells: [
          [sourceLink(plan, source)],
          [plain(grouped(followed))],
          [plain(grouped(asked))],
          [plain(FOLLOWS_WORDS[follows])],
        ],
      })),
    },
    {
      kind: 'table',
      summary: 'What was asked for and what the system did, wherever it came up',
      columns: [{ title: 'Asked for', share: 0.8 }, { title: 'Done' }, { title: 'Consistent', fits: 60 }],
      rows: disagreements.map(({ options, answers }) => ({
        cells: [
          optionsOf(options, plan),
          answers.flatMap((answer, place) => [...(place === 0 ? [] : [plain('\n')]), ...answerOf(answer, plan)]),
          [answers.length > 1 ? strong('No') : plain('Yes')],
        ],
      })),
    },
  ]);
}

function sourceLink(plan: RunPlan, id: string) {
  const { name, url } = sourceName(plan, id);
  return webLink(url, name);
}

/** Each accepted answer with the sources that ask for it, one a line. */
function optionsOf(options: readonly CitedOption[], plan: RunPlan): Inlines {
  return options.flatMap(({ asks, sources }, place) => [
    ...(place === 0 ? [] : [plain('\n')]),
    code(asks),
    { text: ` by ${sources.map((id) => sourceTitle(plan, id)).join(', ')}`, as: 'muted' } as const,
  ]);
}

/** What was done, which sources ask for it, and in which cases it was done. */
function answerOf({ actual, follows, cases }: Answer, plan: RunPlan): Inlines {
  return [
    code(typeof actual === 'string' ? actual : canonicalJson(actual)),
    plain(`, ${followsWords(plan, follows)}: `),
    ...caseLinks(cases),
    ...(cases.length === 0 ? [muted('no case')] : []),
  ];
}

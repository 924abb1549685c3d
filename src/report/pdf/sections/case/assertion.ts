import type { optionsOf } from '../../../../model/citation.ts';
import { counted } from '../../../../model/counted.ts';
import type { Diagnostic } from '../../../../model/diagnostic.ts';
import type { AssertionResult } from '../../../../model/result.ts';
import { expectationWords, foundWords, type Worded } from '../../../expectation-words.ts';
import { placeWords } from '../../../place-words.ts';
import { requiredBy } from '../../../required.ts';
import { sourceTitle } from '../../../sources.ts';
import { type Block, code, type Inline, type Inlines, muted, plain } from '../../block.ts';
import { requiredLines, webLink } from '../../links.ts';
import { type Telling, written } from './telling.ts';

/** More findings than this are in results.json. */
const SHOWN_FINDINGS = 12;

/** What was expected and what was found, and what is wrong with it. */
export function assertionBlocks(
  assertion: AssertionResult,
  options: ReturnType<typeof optionsOf>,
  { input: { plan, result: run }, result }: Telling,
): readonly Block[] {
  const { kind, verdict, message, diagnostics, restsOn } = assertion;
  const [expected, actual] = [expectationWords(assertion), foundWords(assertion)];
  const required = requiredBy(assertion, result, run.requirements);
  const asked: Inlines = options.flatMap(({ asks, sources }, place) => [
    ...(place === 0 ? [] : [plain('\n')]),
    code(asks),
    muted(` by ${sources.map((id) => sourceTitle(plan, id)).join(', ')}`),
  ]);
  const findings = diagnostics
    .slice(0, SHOWN_FINDINGS)
    .flatMap((finding, place) => [...(place === 0 ? [] : [plain('\n')]), ...findingWords(finding)]);
  const more = diagnostics.length - SHOWN_FINDINGS;
  const rows: readonly (readonly [name: string, value: Inlines])[] = [
    [kind, [{ text: message, as: 'strong', verdict }]],
    ...(required.length === 0 ? [] : ([['Required by', requiredLines(required)]] as const)),
    ...(expected === undefined && actual === undefined
      ? []
      : ([
          ['Expected', options.length > 0 ? asked : [told(expected)]],
          ['Found', [told(actual)]],
        ] as const)),
    ...(diagnostics.length === 0
      ? []
      : ([
          ['Findings', [...findings, ...(more > 0 ? [muted(`\nand ${more} more, all in results.json`)] : [])]],
        ] as const)),
    ...(restsOn.length === 0 ? [] : ([['Rests on', [plain(`replaced values: ${restsOn.join(', ')}`)]]] as const)),
  ];
  return [
    {
      kind: 'table',
      style: 'facts',
      summary: message,
      columns: [{ title: 'What', fits: 76 }, { title: 'Value' }],
      rows: rows.map(([name, value]) => ({ cells: [[plain(name)], value] })),
    },
  ];
}

function told(words: Worded | undefined): Inline {
  if (words === undefined) return muted('nothing');
  return words.quoted ? code(written(words.text)) : plain(written(words.text));
}

function findingWords({ code: name, severity, message, hint, location, rule, times = 1 }: Diagnostic): Inlines {
  const where = placeWords(location);
  return [
    code(name),
    muted(` ${severity} `),
    plain(message),
    ...(where === '' ? [] : [plain(' at '), code(where)]),
    ...(times > 1 ? [plain(` and ${counted(times - 1, 'place')} more`)] : []),
    ...(hint === undefined ? [] : [plain(`\n${hint}`)]),
    ...(rule === undefined ? [] : [muted('\nRule: '), webLink(rule, rule)]),
  ];
}

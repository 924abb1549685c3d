import type { RunResult } from '../../../model/result.ts';
import { isContradicted, SYSTEM_FACTS_CAPTION, systemFacts } from '../../system-facts.ts';
import { type Block, type Column, code, type Inlines, muted, plain, strong } from '../block.ts';
import { section } from './section.ts';

/** What was tested: as the supplier says, and, for a provider, as the system says of itself. */
export function systemSection(result: RunResult): Block {
  const { problems } = result.preflight;
  const { role } = result.sut;
  const columns: readonly Column[] = [
    { title: 'Fact', fits: 90 },
    { title: 'As the supplier says' },
    ...(role === 'client' ? [] : [{ title: 'As the system says', share: 0.7 }]),
  ];
  return section('What was tested', [
    {
      kind: 'table',
      summary: SYSTEM_FACTS_CAPTION[role],
      columns,
      // What only the system says, as its formats, is in results.json: the first page has room for what can be compared.
      rows: systemFacts(result)
        .filter(({ claimed }) => claimed !== undefined)
        .map((fact) => ({
          cells: [
            [plain(fact.name)],
            given(fact.claimed),
            [
              ...given(fact.observed),
              ...(isContradicted(fact) ? [{ ...strong('  differs'), verdict: 'error' } as const] : []),
            ],
          ],
        })),
    },
    ...(problems.length === 0
      ? []
      : [
          {
            kind: 'list',
            items: problems.map(({ code: name, message, hint }) => [
              code(name),
              plain(` ${hint === undefined ? message : `${message}. ${hint}`}`),
            ]),
          } as const,
        ]),
  ]);
}

/** Undefined is a question that does not arise; empty is one that was not answered. */
function given(text: string | undefined): Inlines {
  if (text === undefined) return [muted('–')];
  return [text === '' ? muted('not given') : plain(text)];
}

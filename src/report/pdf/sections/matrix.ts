import { counted, grouped } from '../../../model/counted.ts';
import type { CaseResult, RequirementResult, RunResult } from '../../../model/result.ts';
import { decidingExchange } from '../../deciding-exchange.ts';
import { exclusionsOf } from '../../exclusions.ts';
import { duration } from '../../numbers.ts';
import { besideVerdict, requirementVerdict } from '../../requirement-coverage.ts';
import { waiversOn } from '../../waiver-words.ts';
import { evidenceWords } from '../../words.ts';
import { type Block, faintCode, type Inlines, muted, plain, type Row } from '../block.ts';
import { caseLink, caseLinks, casePlace, requirementPlace, verdictTag } from '../links.ts';
import { section, subheading } from './section.ts';

/** Requirement, cases of both polarities, verdict: from the published text to the bytes in three steps. */
export function matrixSection(result: RunResult): Block {
  const { requirements } = result;
  const cases = new Map(result.cases.map((one) => [one.id, one]));
  const title = 'Requirements and their cases';
  if (requirements.length === 0)
    return section(title, [
      { kind: 'paragraph', text: [plain('No requirements are listed for this interface and role.')] },
    ]);
  return section(title, [
    {
      kind: 'table',
      summary: 'Each requirement with the cases that verify it',
      columns: [
        { title: 'Id', fits: 62 },
        { title: 'Requirement', share: 1.1 },
        { title: 'Positive cases', share: 0.9 },
        { title: 'Negative cases' },
        { title: 'Verdict', fits: 66 },
      ],
      rows: requirements.map((requirement) => requirementRow(requirement, cases, result)),
    },
  ]);
}

function requirementRow(
  requirement: RequirementResult,
  cases: ReadonlyMap<string, CaseResult>,
  result: RunResult,
): Row {
  const { id, level, text, alias, positive, negative, verdict, notShown } = requirement;
  const casesOf = (ids: readonly string[]) => ids.flatMap((one) => cases.get(one) ?? []);
  return {
    place: requirementPlace(id),
    cells: [
      [plain(id)],
      [
        plain(text),
        muted(`\n${level}, shown by ${evidenceWords(requirement)}`),
        ...(alias === undefined ? [] : [muted(`\n${alias}`)]),
      ],
      signedCases(id, casesOf(positive)),
      signedCases(id, casesOf(negative)),
      [
        verdict === undefined || notShown !== undefined ? muted(requirementVerdict(requirement)) : verdictTag(verdict),
        ...besideVerdict(requirement).map((words) => muted(`\n${words}`)),
        ...(waiversOn(result, id, [...positive, ...negative]).length > 0 ? [muted('\nwaived')] : []),
      ],
    ],
  };
}

/** Those that did not pass come first, with their signs and the exchange that decided each; the others need none. */
function signedCases(requirement: string, cases: readonly CaseResult[]): Inlines {
  if (cases.length === 0) return [muted('none')];
  const missed = cases
    .filter(({ verdict }) => verdict !== 'pass')
    .map((one) => [
      caseLink(one.id, one.verdict),
      muted(` ${decidingExchange(one, requirement)?.ref.id ?? 'no exchange'}`),
    ]);
  const passed = caseLinks(cases.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id));
  return [
    ...missed.flatMap((inlines, place) => [...(place === 0 ? [] : [plain('\n')]), ...inlines]),
    ...(missed.length > 0 && passed.length > 0 ? [plain('\n')] : []),
    ...(passed.length > 0 ? [muted('passed: '), ...passed] : []),
  ];
}

/** Every case in plan order, by suite; those that failed or broke lead to where they are told in full. */
export function casesSection({ cases, excluded }: RunResult, inFull: ReadonlySet<string>): Block {
  const suites = [...new Set(cases.map(({ suite }) => suite))];
  return section('All cases', [
    ...(cases.length === 0 ? [{ kind: 'paragraph', text: [plain('No case was run.')] } as const] : []),
    ...suites.flatMap((suite): readonly Block[] => {
      const own = cases.filter((one) => one.suite === suite);
      return [
        subheading(`${suite} (${counted(own.length, 'case')})`),
        {
          kind: 'table',
          summary: `Cases of ${suite}`,
          columns: [
            { title: 'Case', fits: 80 },
            { title: 'Title' },
            { title: 'Polarity', fits: 48 },
            { title: 'Met', fits: 50, numeric: true },
            { title: 'Took', fits: 50, numeric: true },
            { title: 'Verdict', fits: 60 },
          ],
          rows: own.map((one) => {
            const judged = one.steps.flatMap(({ assertions }) => assertions);
            const met = judged.filter(({ verdict }) => verdict === 'pass').length;
            return {
              ...(!inFull.has(one.id) && { place: casePlace(one.id) }),
              cells: [
                [inFull.has(one.id) ? caseLink(one.id) : plain(one.id)],
                [plain(one.title)],
                [plain(one.polarity)],
                [judged.length === 0 ? muted('–') : plain(`${met} of ${judged.length}`)],
                [plain(duration(one.durationMs))],
                [verdictTag(one.verdict)],
              ],
            };
          }),
        },
      ];
    }),
    ...(excluded.length === 0
      ? [{ kind: 'paragraph', text: [muted('No case of these suites was left out.')] } as const]
      : [
          subheading(`Not planned for this run (${counted(excluded.length, 'case')})`),
          {
            kind: 'table',
            summary: 'Cases that were left out, and why',
            columns: [
              { title: 'Why' },
              { title: 'Suite' },
              { title: 'Cases', fits: 50, numeric: true },
              { title: 'Ids' },
            ],
            rows: exclusionsOf(excluded).flatMap(({ why, suites }) =>
              suites.map(({ suite, ids }) => ({
                cells: [[plain(why)], [faintCode(suite)], [plain(grouped(ids.length))], [plain(ids.join(', '))]],
              })),
            ),
          } as const,
        ]),
  ]);
}

import { CLEAN_UP_WORDS, cleanUpLine, leftBehind } from '../../cleaned-up.ts';
import { connectionsOf, validityWords } from '../../connections.ts';
import { HOW_TO_CHECK } from '../../how-to-check.ts';
import { limitsOf } from '../../limits.ts';
import type { ReportInput } from '../../report-format.ts';
import { mustWords } from '../../requirement-coverage.ts';
import { type RunFact, runFacts } from '../../run-facts.ts';
import { sentence } from '../../words.ts';
import { type Block, code, faintCode, plain } from '../block.ts';
import { caseLink } from '../links.ts';
import { cutShortBlocks, turnedAwayBlocks } from './interruptions.ts';
import { section } from './section.ts';

/** What a reader is to know of the evidence before any detail; the rest of it stands under "The run". */
export function firstFactsBlock(input: ReportInput, resultsDigest: string): Block {
  const must = mustWords(input.result.requirements);
  return factsTable('What the evidence is, and what it is not', [
    ...(must === undefined ? [] : [{ name: 'Requirements', lines: [[{ text: must }]] }]),
    ...runFacts(input, resultsDigest).filter(({ first }) => first),
    { name: 'To check it', lines: [[{ text: HOW_TO_CHECK.commands.join('; ') }]] },
  ]);
}

const factsTable = (summary: string, facts: readonly RunFact[]): Block => ({
  kind: 'table',
  style: 'facts',
  summary,
  columns: [{ title: 'Fact', fits: 170 }, { title: 'Value' }],
  rows: facts.map(({ name, lines }) => ({
    cells: [
      [plain(name)],
      lines.flatMap((parts, place) => [
        ...(place === 0 ? [] : [plain('\n')]),
        ...parts.map((part) => ('digest' in part ? faintCode(part.digest) : plain(part.text))),
      ]),
    ],
  })),
});

/** What identifies the run, so that this report can be matched with its evidence. */
export function runSection(input: ReportInput, resultsDigest: string): Block {
  const cleaned = cleanUpLine(input.result);
  const left = leftBehind(input.result);
  return section('The run', [
    factsTable(
      'What identifies the run',
      runFacts(input, resultsDigest).filter(({ first }) => !first),
    ),
    ...(cleaned === undefined ? [] : [{ kind: 'paragraph', text: [plain(sentence(cleaned))] } as const]),
    ...(left.length === 0
      ? []
      : [
          {
            kind: 'list',
            items: left.map(({ case: id, resource, state, reason, title }) => [
              code(resource ?? 'not known'),
              plain(', made by '),
              caseLink(id),
              plain(`: ${CLEAN_UP_WORDS[state]}. ${sentence(reason ?? title)}`),
            ]),
          } as const,
        ]),
    ...turnedAwayBlocks(input.result),
    ...cutShortBlocks(input.result),
  ]);
}

/** How the system was reached, and every certificate of both sides. */
export function connectionsSection(input: ReportInput): Block {
  const { words, certificates } = connectionsOf(input);
  return section('How it was connected', [
    { kind: 'paragraph', text: [plain(words)] },
    ...(certificates.length === 0
      ? []
      : [
          {
            kind: 'table',
            summary: 'Certificates shown on either side',
            columns: [
              { title: 'Certificate', fits: 80 },
              { title: 'Made out to' },
              { title: 'By' },
              { title: 'Valid', fits: 62 },
              { title: 'Serial number, SHA-256', share: 1.5 },
            ],
            rows: certificates.map(({ of, certificate }) => ({
              cells: [
                [plain(of)],
                [plain(certificate.subject)],
                [plain(certificate.issuer)],
                [plain(validityWords(certificate))],
                [faintCode(`${certificate.serial}\n${certificate.fingerprint}`)],
              ],
            })),
          } as const,
        ]),
  ]);
}

export const limitsSection = ({ result }: ReportInput): Block =>
  section('What this does not prove', [{ kind: 'list', items: limitsOf(result).map((limit) => [plain(limit)]) }]);

export const checkSection = (): Block =>
  section('How to check this report', [
    { kind: 'paragraph', text: [plain(HOW_TO_CHECK.before)] },
    { kind: 'code', text: HOW_TO_CHECK.commands.join('\n') },
    { kind: 'paragraph', text: [plain(HOW_TO_CHECK.after)] },
  ]);

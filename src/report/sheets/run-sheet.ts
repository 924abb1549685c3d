import { sha256 } from '../../model/digest.ts';
import { VERDICTS } from '../../model/verdict.ts';
import { caseCounts } from '../case-counts.ts';
import { jsonReport } from '../json.ts';
import type { ReportInput } from '../report-format.ts';
import { type RunFact, runFacts } from '../run-facts.ts';
import { stageLacks } from '../stage-lacks.ts';
import { type SystemFact, systemFacts } from '../system-facts.ts';
import { verdictHeading, verdictSentence } from '../verdict-sentence.ts';
import { WAIVER_WORDS, waiverWords } from '../waiver-words.ts';
import { VERDICT_WORDS } from '../words.ts';
import type { Sheet } from './sheet.ts';

type Row = readonly [name: string, value: string];

/** What the run as a whole came to, and what it was, in the words of the report. */
export function runSheet(input: ReportInput): Sheet {
  const { result, plan } = input;
  const rows: readonly Row[] = [
    ['Result', verdictHeading(result)],
    ['In words', verdictSentence(result)],
    ...caseCounts(result).map(({ name, planned, counts }): Row => {
      const each = VERDICTS.map((verdict) => `${VERDICT_WORDS[verdict]} ${counts[verdict]}`);
      return [`Cases: ${name}`, `${planned} planned: ${each.join(', ')}`];
    }),
    ['Cases left out', String(result.excluded.length)],
    ...result.stages.map(
      (stage): Row => [`Complete for ${stage.title}`, stage.complete ? 'yes' : `no: ${stageLacks(stage, 10)}`],
    ),
    ...result.notForSubmission.map((why): Row => ['Not for submission', why]),
    ...(result.waivers ?? []).map(
      (waiver): Row => [`Waiver of ${waiver.of} ${waiver.id}`, `${WAIVER_WORDS[waiver.state]}. ${waiverWords(waiver)}`],
    ),
    ...systemFacts(result).flatMap(systemRows),
    ...runFacts(input, sha256(jsonReport.render(input))).map(runRow),
    ['Rules that were not checked', String(result.notChecked)],
    ...plan.inputs.map(({ path, sha256 }): Row => [`Digest of ${path} (SHA-256)`, sha256]),
  ];
  return {
    name: 'Run',
    facts: [],
    columns: [
      { title: 'Fact', width: 36 },
      { title: 'Value', width: 100 },
    ],
    rows,
  };
}

/** What the supplier says, and below it what the system says of itself where it was asked. */
const systemRows = ({ name, claimed, observed }: SystemFact): readonly Row[] => [
  ...(claimed === undefined ? [] : [[name, claimed || 'not given'] as const]),
  ...(observed === undefined ? [] : [[`${name}, as the system says`, observed || 'not given'] as const]),
];

const runRow = ({ name, lines }: RunFact): Row => [
  name,
  lines.map((parts) => parts.map((part) => ('digest' in part ? part.digest : part.text)).join('')).join('\n'),
];

import { sha256 } from '../../model/digest.ts';
import { POLARITIES } from '../../model/suite.ts';
import { VERDICTS } from '../../model/verdict.ts';
import { jsonReport } from '../json.ts';
import type { ReportInput } from '../report-format.ts';
import { stageLacks } from '../stage-lacks.ts';
import { verdictHeading, verdictSentence } from '../verdict-sentence.ts';
import { WAIVER_WORDS, waiverWords } from '../waiver-words.ts';
import { VERDICT_WORDS } from '../words.ts';
import type { Sheet } from './sheet.ts';

/** What the run as a whole came to, and what it was. */
export function runSheet(input: ReportInput): Sheet {
  const { result, plan, signer } = input;
  const { sut, api, engine, counts } = result;
  const rows: readonly (readonly [string, string])[] = [
    ['Result', verdictHeading(result)],
    ['In words', verdictSentence(result)],
    ...VERDICTS.map((verdict) => [`Cases: ${VERDICT_WORDS[verdict]}`, String(counts.all[verdict])] as const),
    ...POLARITIES.map((polarity) => [`Cases: ${polarity}, passed`, String(counts[polarity].pass)] as const),
    ['Cases left out', String(result.excluded.length)],
    ...result.stages.map(
      (stage) => [`Complete for ${stage.title}`, stage.complete ? 'yes' : `no: ${stageLacks(stage, 10)}`] as const,
    ),
    ...result.notForSubmission.map((why) => ['Not for submission', why] as const),
    ...(result.waivers ?? []).map(
      (waiver) =>
        [`Waiver of ${waiver.of} ${waiver.id}`, `${WAIVER_WORDS[waiver.state]}. ${waiverWords(waiver)}`] as const,
    ),
    ['Product', sut.name ?? 'not given'],
    ['Version', sut.version ?? 'not given'],
    ['Supplier', sut.organisation ?? 'not given'],
    ['ODS code', sut.odsCode ?? 'not given'],
    ['Environment', sut.environment ?? 'not given'],
    ['Role', sut.role],
    ['Address', sut.baseUrl],
    ['Interface', `${api.title}, ${api.version}`],
    ['Run', result.runId],
    ['Began', result.startedAt],
    ['Ended', result.finishedAt ?? 'it did not come to its end'],
    ['Rules that were not checked', String(result.notChecked)],
    ['Values replaced before writing', String(result.redactions)],
    ['Signer, as claimed', signer === undefined ? 'not known' : signer.subject],
    ['Engine', `${engine.name} ${engine.version}, SHA-256 ${engine.digest}`],
    ['SHA-256 of plan.json', result.planDigest],
    ['SHA-256 of results.json', sha256(jsonReport.render(input))],
    ...plan.inputs.map(({ path, sha256 }) => [`SHA-256 of ${path}`, sha256] as const),
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

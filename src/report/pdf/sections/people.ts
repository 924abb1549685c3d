import { counted } from '../../../model/counted.ts';
import type { CaseResult, RunResult } from '../../../model/result.ts';
import { isAttested, type Step } from '../../../model/suite.ts';
import type { ReportInput } from '../../report-format.ts';
import { answeredBy } from '../../said.ts';
import { type Block, faintCode, muted, plain, type Row, strong } from '../block.ts';
import { caseLink, verdictTag } from '../links.ts';
import { section, subheading } from './section.ts';

/** What people answered and attached, in all cases: also in those that are not told in full. Nothing when there is neither. */
export function peopleBlocks({ result, plan }: ReportInput): readonly Block[] {
  const planned = new Map(plan.cases.map(({ id, steps }) => [id, steps]));
  const answers = result.cases.flatMap((one) => answerRows(one, planned.get(one.id) ?? []));
  const attached = result.cases.flatMap(attachedRows);
  if (answers.length === 0 && attached.length === 0) return [];
  return [
    section('What people answered and attached', [
      ...(answers.length === 0
        ? []
        : [
            {
              kind: 'table',
              summary: 'Questions of the cases, and who answered what',
              columns: [
                { title: 'Case', fits: 80 },
                { title: 'Question' },
                { title: 'Answer' },
                { title: 'Verdict', fits: 60 },
              ],
              rows: answers,
            } as const,
          ]),
      ...(attached.length === 0
        ? []
        : [
            subheading('Attached'),
            {
              kind: 'table',
              summary: 'Files that people attached',
              columns: [{ title: 'Case', fits: 80 }, { title: 'File' }, { title: 'SHA-256' }],
              rows: attached,
            } as const,
          ]),
    ]),
  ];
}

function answerRows(one: CaseResult, planned: readonly Step[]): readonly Row[] {
  const asked = new Map(planned.filter(isAttested).map(({ id, attest }) => [id, attest.ask]));
  return one.steps.flatMap(({ id, attested, verdict }) => {
    if (attested === undefined) return [];
    const note = attested.note === undefined ? [] : [plain(`\nNote: ${attested.note}`)];
    return {
      cells: [
        [caseLink(one.id)],
        [plain(asked.get(id) ?? id)],
        [strong(String(attested.answer)), muted(`\n${answeredBy(attested)}`), ...note],
        verdict === undefined ? [muted('none')] : [verdictTag(verdict)],
      ],
    };
  });
}

const attachedRows = ({ id, attachments = [] }: RunResult['cases'][number]): readonly Row[] =>
  attachments.map(({ name, file, step, mediaType, sizeBytes, sha256, replaced }) => ({
    cells: [
      [caseLink(id)],
      [
        plain(step === undefined ? name : `${name} (to ${step})`),
        muted(`\n${file}, ${mediaType}, ${counted(sizeBytes, 'byte')}${replaced === true ? ', values replaced' : ''}`),
      ],
      [faintCode(sha256)],
    ],
  }));

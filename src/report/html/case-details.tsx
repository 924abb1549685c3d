import { grouped } from '../../model/counted.ts';
import type { PlannedCase } from '../../model/plan.ts';
import type { CaseResult } from '../../model/result.ts';
import { changeWordsOf } from '../change-words.ts';
import { duration } from '../numbers.ts';
import type { ReportInput } from '../report-format.ts';
import type { SharedSteps } from '../shared-steps.ts';
import { POLARITY_WORDS, reasonOf, sentence } from '../words.ts';
import { anchor } from './anchor.ts';
import { AttachmentList } from './attachments.tsx';
import { DrivenDetails, UnexpectedRequests } from './client-details.tsx';
import { EarlierAttempts } from './earlier-attempts.tsx';
import { RequirementLinks } from './requirement-links.tsx';
import { Sequence } from './sequence.tsx';
import { StepDetails } from './step-details.tsx';
import { Text } from './text.tsx';
import { VerdictTag } from './verdict-tag.tsx';

interface CaseDetailsProps {
  readonly result: CaseResult;
  readonly planned: PlannedCase | undefined;
  /** How much of each body to show. */
  readonly shownBytes: number;
  readonly open: boolean;
  readonly shared: SharedSteps;
  readonly input: ReportInput;
}

/** One case. The anchor lies inside, since a browser opens what hides the target of a link. */
export function CaseDetails({ result, planned, shownBytes, open, shared, input }: CaseDetailsProps) {
  const { id, title, verdict, polarity, durationMs, driven, unexpected = [] } = result;
  const act = result.steps.findIndex((step) => step.id === result.act);
  return (
    <details class={`case ${verdict}`} open={open}>
      <summary>
        <VerdictTag verdict={verdict} />
        <h4>
          {id} <Text value={title} />
        </h4>
        <span class="muted">
          {polarity}, {duration(durationMs)}
          {result.notChecked > 0 && `, ${grouped(result.notChecked)} not checked`}
        </span>
      </summary>
      <div class="case-body" id={anchor('case', id)}>
        <CaseFacts result={result} planned={planned} input={input} />
        {driven !== undefined && <DrivenDetails driven={driven} />}
        <Sequence result={result} role={input.plan.sut.role} />
        <ol class="steps">
          {result.steps.map((step, index) => {
            const own = planned?.steps.find((one) => one.id === step.id);
            return (
              <StepDetails
                step={step}
                of={result}
                planned={own}
                setsScene={index < act}
                shared={own && shared.get(own)}
                shownBytes={shownBytes}
                input={input}
              />
            );
          })}
        </ol>
        <AttachmentList attachments={result.attachments ?? []} input={input} />
        <UnexpectedRequests exchanges={unexpected} shownBytes={shownBytes} input={input} />
      </div>
    </details>
  );
}

type CaseFactsProps = Pick<CaseDetailsProps, 'result' | 'planned' | 'input'>;

function CaseFacts({ result, planned, input }: CaseFactsProps) {
  const { verifies, polarity } = result;
  const reason = reasonOf(result);
  return (
    <>
      <p>
        {POLARITY_WORDS[input.plan.sut.role][polarity]}
        {verifies.length > 0 && (
          <>
            {' '}
            Verifies <RequirementLinks ids={verifies} />.
          </>
        )}
        {planned !== undefined && (
          <span class="muted">
            {' '}
            Written in {planned.source.file}, line {planned.source.line}.
          </span>
        )}
      </p>
      {reason !== undefined && (
        <p class="reason">
          <Text value={sentence(reason)} />
        </p>
      )}
      <EarlierAttempts result={result} />
      {result.twin !== undefined && <Twin result={result} twin={result.twin} input={input} />}
    </>
  );
}

interface TwinProps extends Pick<CaseDetailsProps, 'result' | 'input'> {
  readonly twin: string;
}

function Twin({ result, twin, input }: TwinProps) {
  const { mutations } = result;
  const words = changeWordsOf(result, input);
  const link = <a href={`#${anchor('case', twin)}`}>{twin}</a>;
  if (mutations.length === 0) return <p>Its positive twin is {link}.</p>;
  return (
    <div class="twin">
      <p>
        This is {link} with exactly {mutations.length === 1 ? 'this change' : 'these changes'}:
      </p>
      <ul>
        {mutations.map((mutation) => (
          <li>
            <Text value={words(mutation)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

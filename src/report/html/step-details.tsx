import { isOfStep } from '../../model/exchange.ts';
import { isAsked } from '../../model/question.ts';
import type { CaseResult, StepResult } from '../../model/result.ts';
import type { Step } from '../../model/suite.ts';
import { changeWordsOf } from '../change-words.ts';
import { restsOnScene } from '../deciding-exchange.ts';
import { marksOf } from '../exchange/marks.ts';
import type { ReportInput } from '../report-format.ts';
import { requiredBy } from '../required.ts';
import type { SharedStep } from '../shared-steps.ts';
import { AssertionList } from './assertion-list.tsx';
import { AttestedDetails } from './attested-details.tsx';
import { ExchangeBrief, ExchangeDetails } from './exchange-details.tsx';
import { SharedStepLine } from './shared-steps.tsx';
import { Text } from './text.tsx';
import { VerdictTag } from './verdict-tag.tsx';

interface StepDetailsProps {
  readonly step: StepResult;
  readonly of: CaseResult;
  readonly planned: Step | undefined;
  readonly setsScene: boolean;
  /** What it shares with other cases; undefined when it stands alone. */
  readonly shared: SharedStep | undefined;
  readonly shownBytes: number;
  readonly input: ReportInput;
}

/** A step in full; one that only sets the scene, and passed, in a line. */
export function StepDetails({ step, of, planned, setsScene, shared, shownBytes, input }: StepDetailsProps) {
  const { id, title, verdict, exchanges, assertions, attested } = step;
  const brief = setsScene && verdict === 'pass' && !restsOnScene(of);
  if (brief && shared !== undefined) return <SharedStepLine shared={shared} step={step} />;
  const shown = brief ? [] : exchanges.filter(isOfStep);
  const expected =
    brief || assertions.length === 0 ? undefined : (
      <AssertionList
        assertions={assertions}
        planned={planned}
        plan={input.plan}
        requiredBy={(assertion) => requiredBy(assertion, of, input.result.requirements)}
      />
    );
  // What was expected stands between the one request and its response; of several exchanges it stands above.
  const [judged] = shown.slice(-1);
  const above = shown.length === 1 ? undefined : expected;
  return (
    <li>
      <h5>
        <Text value={title ?? id} />
        {title !== undefined && title !== id && <code class="step-id">{id}</code>}
        {verdict !== undefined && <VerdictTag verdict={verdict} />}
        {setsScene && <span class="muted">sets the scene</span>}
      </h5>
      {planned?.kind === 'attest' && (
        <AttestedDetails
          ask={planned.attest.ask}
          attested={attested}
          printed={assertions.length > 0 && !isAsked(input.plan, planned)}
        />
      )}
      {exchanges.length === 0 && assertions.length === 0 && <p class="muted">This step was not reached.</p>}
      {above}
      {exchanges.map((exchange) =>
        shown.includes(exchange) ? (
          <ExchangeDetails
            exchange={exchange}
            files={input.files}
            role={input.plan.sut.role}
            shownBytes={shownBytes}
            aboutToken={changesToken(planned)}
            decodes={changesToken(planned) || verdict !== 'pass'}
            {...(exchange === judged && {
              marks: marksOf(step, planned, input.plan.sut.role, changeWordsOf(of, input)),
            })}
            {...(above === undefined && { expected })}
          />
        ) : (
          <ExchangeBrief exchange={exchange} probes={input.plan.api.probes} />
        ),
      )}
    </li>
  );
}

const changesToken = (step: Step | undefined): boolean =>
  step?.mutate.some((mutation) => mutation.in === 'token') ?? false;

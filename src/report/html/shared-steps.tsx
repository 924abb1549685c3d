import { counted, grouped } from '../../model/counted.ts';
import { isOfStep } from '../../model/exchange.ts';
import type { StepResult } from '../../model/result.ts';
import { isSent, type Step } from '../../model/suite.ts';
import { duration } from '../numbers.ts';
import type { ReportInput } from '../report-format.ts';
import type { SharedStep, SharedSteps } from '../shared-steps.ts';
import { PURPOSE_WORDS } from '../words.ts';
import { anchor } from './anchor.ts';
import { AssertionList } from './assertion-list.tsx';
import { CaseNames } from './case-names.tsx';
import { ExchangeDetails } from './exchange-details.tsx';
import { KeptFiles } from './kept-files.tsx';
import { Text } from './text.tsx';
import { VerdictTag } from './verdict-tag.tsx';

/** Bytes of each body: it is shown once, so there is room. */
const SHOWN_BYTES = 2_048;

interface SharedStepsProps {
  readonly shared: SharedSteps;
  readonly input: ReportInput;
}

/** What several cases do before the step that they are about: told once, as it went in the first of them. */
export function SharedStepList({ shared, input }: SharedStepsProps) {
  const steps = [...new Set(shared.values())];
  if (steps.length === 0) return null;
  return (
    <div class="suite">
      <h3 id="shared">
        Shared steps <span class="muted">({grouped(steps.length)})</span>
      </h3>
      <p>
        By these steps several cases set the same scene. Each is shown once, as it went in the first of its cases. The
        others carried it out too, with ids and times of their own: each case names its verdict and the files with its
        bytes.
      </p>
      {steps.map((step) => (
        <SharedStepDetails step={step} input={input} />
      ))}
    </div>
  );
}

function SharedStepDetails({ step, input }: { readonly step: SharedStep; readonly input: ReportInput }) {
  const { name, planned, cases, example } = step;
  const title = example.title ?? example.id;
  return (
    <details class="case pass">
      <summary>
        <h4>
          <Text value={title} />
        </h4>
        <span class="muted">in {counted(cases.length, 'case')}</span>
      </summary>
      <div class="case-body" id={anchor('shared', name)}>
        <p>
          {isSent(planned) ? 'Sent' : 'Awaited'} as step <code>{planned.id}</code>
          {takenWords(planned)}. Written in {planned.source.file}, line {planned.source.line}.
        </p>
        <h5>
          As it went in <CaseNames ids={cases.slice(0, 1).map(({ id }) => id)} />
        </h5>
        {example.exchanges.filter(isOfStep).map((exchange) => (
          <ExchangeDetails
            exchange={exchange}
            files={input.files}
            role={input.plan.sut.role}
            shownBytes={SHOWN_BYTES}
            isExample
            expected={
              <AssertionList
                assertions={example.assertions}
                planned={planned}
                plan={input.plan}
                requiredBy={() => []}
              />
            }
          />
        ))}
      </div>
    </details>
  );
}

/** `, leases slot, keeps appointmentId for later steps` */
function takenWords({ lease, capture }: Step): string {
  const leased = Object.keys(lease);
  const kept = Object.keys(capture);
  return [
    leased.length === 0 ? '' : `, takes ${leased.join(', ')} for the case alone`,
    kept.length === 0 ? '' : `, keeps ${kept.join(', ')} for later steps`,
  ].join('');
}

interface SharedStepLineProps {
  readonly shared: SharedStep;
  readonly step: StepResult;
}

/** A shared step in a case: that it passed, and where its bytes are; what it does stands in one place for all. */
export function SharedStepLine({ shared, step: { verdict, exchanges } }: SharedStepLineProps) {
  return (
    <li class="shared">
      <h5>
        <a href={`#${anchor('shared', shared.name)}`}>
          <Text value={shared.planned.title ?? shared.planned.id} />
        </a>
        {verdict !== undefined && <VerdictTag verdict={verdict} />}
      </h5>
      {exchanges.map((exchange) => (
        <span class="muted" id={anchor('exchange', exchange.ref.id)}>
          {exchange.ref.purpose !== 'step' && `${PURPOSE_WORDS[exchange.ref.purpose]}: `}
          {exchange.status} in {duration(exchange.timings.totalMs)}: <KeptFiles exchange={exchange} />
        </span>
      ))}
    </li>
  );
}

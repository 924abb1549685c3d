import type { ExchangeRecord } from '../../model/exchange.ts';
import type { CaseResult } from '../../model/result.ts';
import type { ReportInput } from '../report-format.ts';
import { drivenWords } from '../said.ts';
import { ExchangeDetails } from './exchange-details.tsx';
import { Code, Text } from './text.tsx';

/** What the client was asked to do, by whom, and what it said. */
export function DrivenDetails({ driven }: { readonly driven: NonNullable<CaseResult['driven']> }) {
  const { do: action, with: given, way, output, log = '' } = driven;
  return (
    <div class="driven">
      <p>
        The client was to <Code value={action} />
        {Object.entries(given).map(([name, value]) => (
          <>
            , {name} <Code value={typeof value === 'string' ? value : JSON.stringify(value)} />
          </>
        ))}
        . <Text value={drivenWords(driven)} />
      </p>
      <Words title={way === 'command' ? 'What the command printed' : 'What was said'} text={output} />
      <Words title="What the command wrote to the error stream" text={log} />
    </div>
  );
}

function Words({ title, text }: { readonly title: string; readonly text: string }) {
  if (text === '') return null;
  return (
    <details>
      <summary>{title}</summary>
      <pre>
        <Text value={text} />
      </pre>
    </details>
  );
}

interface UnexpectedProps {
  readonly exchanges: readonly ExchangeRecord[];
  readonly shownBytes: number;
  readonly input: ReportInput;
}

/** What came and belongs to no step: it was answered by the rules of the simulator, and judged by nothing. */
export function UnexpectedRequests({ exchanges, shownBytes, input }: UnexpectedProps) {
  if (exchanges.length === 0) return null;
  return (
    <section class="unexpected">
      <h5>Not expected</h5>
      <p>No step awaited these requests. The simulator answered them by its rules; nothing of them is judged.</p>
      {exchanges.map((exchange) => (
        <ExchangeDetails exchange={exchange} files={input.files} role={input.plan.sut.role} shownBytes={shownBytes} />
      ))}
    </section>
  );
}

import type { ComponentChildren } from 'preact';
import type { ExchangeRecord } from '../../model/exchange.ts';
import type { RunResult } from '../../model/result.ts';
import { isContradicted, SYSTEM_FACTS_CAPTION, type SystemFact, systemFacts } from '../system-facts.ts';
import { FactList } from './data-table.tsx';
import { Text } from './text.tsx';

/** What was tested: as the supplier says, and, below that, as the system says of itself. */
export function SystemSection({ result }: { readonly result: RunResult }) {
  return (
    <section aria-labelledby="system">
      <h2 id="system">What was tested</h2>
      <p class="muted">{SYSTEM_FACTS_CAPTION[result.sut.role]}.</p>
      <FactList facts={systemFacts(result).map((fact) => [fact.name, <FactValue fact={fact} />])} />
      <Preflight result={result} />
    </section>
  );
}

/** An undefined claim is a question that does not arise; an empty one was not answered. */
function FactValue({ fact }: { readonly fact: SystemFact }): ComponentChildren {
  const { claimed, observed } = fact;
  return (
    <>
      {claimed === '' && <em class="missing">not given</em>}
      {claimed !== undefined && claimed !== '' && <Text value={claimed} />}
      {observed !== undefined && claimed === observed && <span class="muted"> (the system says the same)</span>}
      {observed !== undefined && claimed !== observed && (
        <div class="muted">
          The system says: <Text value={observed} />
          {isContradicted(fact) && <span class="note"> differs</span>}
        </div>
      )}
    </>
  );
}

function Preflight({ result }: { readonly result: RunResult }) {
  const { problems, exchanges } = result.preflight;
  const isToken = ({ ref }: ExchangeRecord): boolean => ref.purpose === 'token';
  return (
    <>
      {problems.length > 0 && (
        <ul class="problems">
          {problems.map(({ code, message, hint }) => (
            <li>
              <code>{code}</code> <Text value={hint === undefined ? message : `${message}. ${hint}`} />
            </li>
          ))}
        </ul>
      )}
      <Answers
        to="What the system says was read before the first case"
        exchanges={exchanges.filter((exchange) => !isToken(exchange))}
      />
      <Answers to="Access tokens were obtained before the first case" exchanges={exchanges.filter(isToken)} />
    </>
  );
}

/** The files of what came back, when anything was sent at all. */
function Answers({ to, exchanges }: { readonly to: string; readonly exchanges: readonly ExchangeRecord[] }) {
  if (exchanges.length === 0) return null;
  return (
    <p class="muted">
      {to}: {exchanges.map(({ request, response }) => response?.file ?? request.file).join(', ')}
    </p>
  );
}

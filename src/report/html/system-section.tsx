import type { ComponentChildren } from 'preact';
import type { ExchangeRecord } from '../../model/exchange.ts';
import type { RunResult } from '../../model/result.ts';
import { isContradicted, SYSTEM_FACTS_CAPTION, type SystemFact, systemFacts } from '../system-facts.ts';
import { type Column, DataTable } from './data-table.tsx';
import { Text } from './text.tsx';

const FACT: Column<SystemFact> = { title: 'Fact', short: true, cell: ({ name }) => name };
const CLAIMED: Column<SystemFact> = { title: 'As the supplier says', cell: ({ claimed }) => given(claimed) };
const OBSERVED: Column<SystemFact> = { title: 'As the system says', cell: observedCell };

/** What was tested: as the supplier says, and as the system says of itself. */
export function SystemSection({ result }: { readonly result: RunResult }) {
  const { role } = result.sut;
  return (
    <section aria-labelledby="system">
      <h2 id="system">What was tested</h2>
      <DataTable
        caption={SYSTEM_FACTS_CAPTION[role]}
        rows={systemFacts(result)}
        columns={role === 'client' ? [FACT, CLAIMED] : [FACT, CLAIMED, OBSERVED]}
      />
      <Preflight result={result} />
    </section>
  );
}

/** Undefined is a question that does not arise; empty is one that was not answered. */
function given(text: string | undefined): ComponentChildren {
  if (text === undefined) return <span class="muted">–</span>;
  return text === '' ? <em class="missing">not given</em> : <Text value={text} />;
}

function observedCell(fact: SystemFact): ComponentChildren {
  return (
    <>
      {given(fact.observed)}
      {isContradicted(fact) && <span class="note"> differs</span>}
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

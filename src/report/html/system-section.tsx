import type { ComponentChildren } from 'preact';
import type { ExchangeRecord } from '../../model/exchange.ts';
import type { RunResult } from '../../model/result.ts';
import { FHIR_VERSION_WORDS, ROLE_WORDS } from '../words.ts';
import { type Column, DataTable } from './data-table.tsx';
import { Text } from './text.tsx';

interface SystemFact {
  readonly name: string;
  readonly claimed?: string | undefined;
  readonly observed?: string | undefined;
}

const FACT: Column<SystemFact> = { title: 'Fact', short: true, cell: ({ name }) => name };
const CLAIMED: Column<SystemFact> = { title: 'As the supplier says', cell: ({ claimed }) => given(claimed) };

/** What was tested: as the supplier says, and as the system says of itself. */
export function SystemSection({ result }: { readonly result: RunResult }) {
  return (
    <section aria-labelledby="system">
      <h2 id="system">What was tested</h2>
      {result.sut.role === 'client' ? (
        <DataTable
          caption="The system under test, as its supplier describes it: a client says nothing of itself"
          rows={systemFacts(result).filter(({ claimed }) => claimed !== undefined)}
          columns={[FACT, CLAIMED]}
        />
      ) : (
        <DataTable
          caption="The system under test, as its supplier describes it and as it described itself when asked"
          rows={systemFacts(result)}
          columns={[FACT, CLAIMED, { title: 'As the system says', cell: observedCell }]}
        />
      )}
      <Preflight result={result} />
    </section>
  );
}

function systemFacts({ sut, preflight: { observed }, api }: RunResult): readonly SystemFact[] {
  return [
    { name: 'Product', claimed: sut.name ?? '', observed: observed?.software },
    { name: 'Version', claimed: sut.version ?? '', observed: observed?.version },
    { name: 'Supplier', claimed: sut.organisation ?? '', observed: observed?.publisher },
    { name: 'ODS code', claimed: sut.odsCode ?? '' },
    { name: 'Environment', claimed: sut.environment ?? '' },
    { name: 'Role', claimed: ROLE_WORDS[sut.role] },
    { name: 'Address', claimed: sut.baseUrl },
    ...(sut.via === undefined ? [] : [{ name: 'Called through', claimed: sut.via }]),
    ...(sut.answeredBy === undefined ? [] : [{ name: 'Answered by', claimed: sut.answeredBy }]),
    { name: 'Interface', claimed: `${api.title}, ${api.version}` },
    {
      name: 'FHIR version',
      claimed: FHIR_VERSION_WORDS[api.fhirVersion] ?? api.fhirVersion,
      observed: observed?.fhirVersion,
    },
    { name: 'Formats', observed: observed?.formats.join(', ') },
  ];
}

/** Undefined is a question that does not arise; empty is one that was not answered. */
function given(text: string | undefined): ComponentChildren {
  if (text === undefined) return <span class="muted">–</span>;
  return text === '' ? <em class="missing">not given</em> : <Text value={text} />;
}

function observedCell({ name, claimed, observed }: SystemFact): ComponentChildren {
  const comparable = name === 'Product' || name === 'Version' || name === 'Supplier';
  const differs = comparable && claimed && observed && claimed !== observed;
  return (
    <>
      {given(observed)}
      {differs && <span class="note"> differs</span>}
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

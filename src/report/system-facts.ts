import type { RunResult } from '../model/result.ts';
import type { Role } from '../model/system-under-test.ts';
import { FHIR_VERSION_WORDS, ROLE_WORDS } from './words.ts';

/** Undefined is a question that does not arise; empty is one that was not answered. */
export interface SystemFact {
  readonly name: string;
  readonly claimed?: string | undefined;
  readonly observed?: string | undefined;
}

/** Who says what, as the caption of the facts. */
export const SYSTEM_FACTS_CAPTION: Readonly<Record<Role, string>> = {
  provider: 'The system under test, as its supplier describes it and as it described itself when asked',
  client: 'The system under test, as its supplier describes it: a client says nothing of itself',
};

/** What was tested: as the supplier says, and, for a provider, as the system says of itself. */
export function systemFacts(result: RunResult): readonly SystemFact[] {
  const facts = allFacts(result);
  return result.sut.role === 'client' ? facts.filter(({ claimed }) => claimed !== undefined) : facts;
}

function allFacts({ sut, preflight: { observed }, api }: RunResult): readonly SystemFact[] {
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
      claimed: api.fhirVersion === undefined ? 'none' : (FHIR_VERSION_WORDS[api.fhirVersion] ?? api.fhirVersion),
      observed: observed?.fhirVersion,
    },
    { name: 'Formats', observed: observed?.formats.join(', ') },
  ];
}

const COMPARABLE: ReadonlySet<string> = new Set(['Product', 'Version', 'Supplier']);

/** Whether the system says something else of itself than its supplier does. */
export const isContradicted = ({ name, claimed, observed }: SystemFact): boolean =>
  COMPARABLE.has(name) && Boolean(claimed) && Boolean(observed) && claimed !== observed;

import type { ExchangeRecord } from '../../model/exchange.ts';
import type { RunResult } from '../../model/result.ts';
import { coverageOf } from '../requirement-coverage.ts';
import { waiverWords } from '../waiver-words.ts';
import type { ComparedRun } from './comparison.ts';

type Facts = ReadonlyMap<string, string>;

/** Facts that are not known are left out. */
const known = (facts: readonly (readonly [string, string | undefined])[]): Facts =>
  new Map(facts.flatMap(([what, value]) => (value === undefined || value === '' ? [] : [[what, value] as const])));

/** What was tested: as the supplier says, as the system says, and by which certificates it was known. */
export function systemFacts({ result }: ComparedRun): Facts {
  const { sut, api, preflight } = result;
  return known([
    ['Product', sut.name],
    ['Version', sut.version],
    ['Supplier', sut.organisation],
    ['ODS code', sut.odsCode],
    ['Environment', sut.environment],
    ['Address', sut.baseUrl],
    ['Called through', sut.via],
    ['Answered by', sut.answeredBy],
    ['Interface', `${api.title}, ${api.version}`],
    ['Product, as it says itself', preflight.observed?.software],
    ['Version, as it says itself', preflight.observed?.version],
    ['FHIR version, as it says itself', preflight.observed?.fhirVersion],
    ['Certificates that it showed', certificatesIn(result)],
  ]);
}

function certificatesIn(result: RunResult): string {
  const exchanges: readonly ExchangeRecord[] = [
    ...result.preflight.exchanges,
    ...result.cases.flatMap(({ steps }) => steps.flatMap((step) => step.exchanges)),
  ];
  const shown = exchanges.flatMap(({ tls }) => tls?.agreed?.peer[0] ?? []);
  return [...new Set(shown.map(({ subject, fingerprint }) => `${subject} (SHA-256 ${fingerprint})`))].sort().join('; ');
}

export function coverageFacts({ result }: ComparedRun): Facts {
  const { listed, tested, bothWays, untested } = coverageOf(result.requirements);
  return new Map([
    ['Requirements listed', String(listed)],
    ['Requirements with cases', String(tested)],
    ['Requirements with cases both ways', String(bothWays)],
    ['Requirements that must be met, without a case', untested.join(', ')],
  ]);
}

export const stageFacts = ({ result }: ComparedRun): Facts =>
  new Map(result.stages.map(({ title, complete }) => [`Complete for ${title}`, complete ? 'yes' : 'no']));

export const waiverFacts = ({ result: { waivers = [] } }: ComparedRun): Facts =>
  new Map(waivers.map((waiver) => [`Waiver of ${waiver.of} ${waiver.id}`, `${waiver.state}: ${waiverWords(waiver)}`]));

export const inputFacts = ({ plan }: ComparedRun): Facts =>
  new Map(plan.inputs.map(({ path, sha256 }) => [path, sha256]));

export const engineFacts = ({ result: { engine } }: ComparedRun): Facts =>
  new Map([
    ['Assay', engine.version],
    ['Code of Assay', engine.digest],
    ['Node', String(engine.nodeMajor)],
  ]);

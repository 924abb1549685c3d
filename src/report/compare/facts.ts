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
export function systemFacts({ result, plan }: ComparedRun): Facts {
  const isOurs = plan.selection.simulator;
  const { sut, preflight } = result;
  return known([
    ['Product', sut.name],
    ['Version', sut.version],
    ['Supplier', sut.organisation],
    ['ODS code', sut.odsCode],
    ['Environment', sut.environment],
    ['Address', isOurs || sut.role === 'client' ? ownAddress(sut.baseUrl) : sut.baseUrl],
    ['Called through', sut.via],
    ['Answered by', sut.answeredBy],
    ['Interface', interfaceOf(result)],
    ['Product, as it says itself', preflight.observed?.software],
    ['Version, as it says itself', preflight.observed?.version],
    ['FHIR version, as it says itself', preflight.observed?.fhirVersion],
    ['Certificates that it showed', isOurs ? '' : certificatesIn(result)],
  ]);
}

export const interfaceOf = ({ api }: RunResult): string => `${api.title}, ${api.version}`;

/** By which two runs are of the same thing. Another version of a product is what most comparisons are for. */
export const identityFacts = ({ result }: ComparedRun): Facts =>
  known([
    ['Product', result.sut.name],
    ['Interface', interfaceOf(result)],
  ]);

/** Our own server takes any free port of this machine: that says nothing of the system. */
function ownAddress(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, hostname } = new URL(url);
  return ['127.0.0.1', '[::1]', 'localhost'].includes(hostname) ? `${protocol}//${hostname} (Assay's own)` : url;
}

/** Issues what Assay generates anew for each run over TLS (`makeTestPki`). */
const TEST_AUTHORITY = 'CN=Assay test authority';

function certificatesIn(result: RunResult): string {
  const exchanges: readonly ExchangeRecord[] = [
    ...result.preflight.exchanges,
    ...result.cases.flatMap(({ steps }) => steps.flatMap((step) => step.exchanges)),
  ];
  const shown = exchanges.flatMap(({ tls }) => tls?.agreed?.peer[0] ?? []);
  const words = shown.map(({ subject, issuer, fingerprint }) =>
    issuer.includes(TEST_AUTHORITY) ? `${subject} (made by Assay for the run)` : `${subject} (SHA-256 ${fingerprint})`,
  );
  return [...new Set(words)].sort().join('; ');
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

import { canonicalJson } from '../model/canonical-json.ts';
import type { FileSet } from '../model/digest.ts';
import type { HostFacts, JournalLine } from '../model/event.ts';
import type { ExchangeRecord, TlsAgreement } from '../model/exchange.ts';
import type { Engine, PackageUse, RunPlan } from '../model/plan.ts';
import type { ObservedSystem, SystemUnderTest } from '../model/system-under-test.ts';

/** What is true of one run alone, apart from its results: when, where, by what, and of whom. */
export interface RunFacts {
  readonly schema: 'assay/run/1';
  readonly runId: string;
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly engine: Engine;
  /** The first, and another for each time that the run was taken up again. */
  readonly hosts: readonly HostFacts[];
  readonly nonce?: string;
  /** The authority that was asked to time-stamp the seal; absent when none was. */
  readonly timeAuthority?: string;
  /** As the supplier says. */
  readonly claimed: SystemUnderTest;
  /** As the system says of itself. */
  readonly observed?: ObservedSystem;
  /** Every agreement on TLS that there was, once. */
  readonly tls: readonly TlsAgreement[];
}

/** The definitions by which resources were judged, beside the base specification. */
export interface PackagesLock {
  readonly schema: 'assay/packages-lock/1';
  readonly fhirVersion?: string;
  readonly packages: readonly PackageUse[];
  /** Profiles of our own, which stand for official ones that no package holds. */
  readonly profiles: readonly {
    readonly file: string;
    readonly sha256: string;
    readonly url: string;
    readonly standsFor?: string;
  }[];
}

export const RUN_FACTS = 'run.json';
export const PACKAGES_LOCK = 'packages.lock.json';

/** Files of the evidence that say nothing which plan and journal do not: for who wants to read it without them. */
export const factFiles = (plan: RunPlan, lines: readonly JournalLine[]): FileSet =>
  new Map([
    [RUN_FACTS, Buffer.from(canonicalJson(runFacts(plan, lines)))],
    [PACKAGES_LOCK, Buffer.from(canonicalJson(packagesLock(plan)))],
  ]);

export function runFacts(plan: RunPlan, lines: readonly JournalLine[]): RunFacts {
  const events = lines.map(({ event }) => event);
  const started = events.find((event) => event.type === 'run-started');
  const preflight = events.find((event) => event.type === 'preflight-finished');
  const [first] = lines;
  const last = lines.at(-1);
  return {
    schema: 'assay/run/1',
    runId: started?.runId ?? '',
    startedAt: first?.at ?? '',
    ...(last?.event.type === 'run-finished' && { finishedAt: last.at }),
    engine: plan.engine,
    hosts: events.flatMap((event) =>
      event.type === 'run-started' || event.type === 'run-resumed' ? [event.host] : [],
    ),
    ...(plan.nonce !== undefined && { nonce: plan.nonce }),
    ...(plan.timeAuthority !== undefined && { timeAuthority: plan.timeAuthority }),
    claimed: plan.sut,
    ...(preflight?.observed && { observed: preflight.observed }),
    tls: agreements(events.flatMap((event) => (event.type === 'exchange-recorded' ? [event.exchange] : []))),
  };
}

function agreements(exchanges: readonly ExchangeRecord[]): readonly TlsAgreement[] {
  const found = exchanges.flatMap(({ tls }) => tls?.agreed ?? []);
  return [...new Map(found.map((agreed) => [canonicalJson(agreed), agreed])).values()];
}

function packagesLock({ api, packages, inputs }: RunPlan): PackagesLock {
  const digests = new Map(inputs.map(({ path, sha256 }) => [path, sha256]));
  return {
    schema: 'assay/packages-lock/1',
    ...(api.fhirVersion && { fhirVersion: api.fhirVersion }),
    packages,
    profiles: Object.values(api.profiles)
      .flatMap(({ own, official }) =>
        own === undefined
          ? []
          : [{ ...own, sha256: digests.get(own.file) ?? '', ...(official !== undefined && { standsFor: official }) }],
      )
      .sort((left, right) => (left.file < right.file ? -1 : 1)),
  };
}

import type { RunPlan } from '../model/plan.ts';
import {
  type IDENTITY_FACTS,
  type ObservedSystem,
  REFERENCE_CLIENT,
  REFERENCE_PROVIDER,
} from '../model/system-under-test.ts';

/** What the journal says of the run as a whole. */
export interface RunFacts {
  readonly complete: boolean;
  readonly preflightFailed: boolean;
  readonly observed?: ObservedSystem;
}

/** Why the run shows nothing of anybody's product, whatever its cases say; empty when nothing speaks against it. */
export function obstacles(plan: RunPlan, run: RunFacts): readonly string[] {
  return [
    ...(isOurs(plan, run.observed)
      ? [`the system under test is Assay's own ${plan.sut.role === 'client' ? 'client' : 'simulator'}`]
      : []),
    ...(run.preflightFailed ? ['the system under test did not pass the preflight, so no case was run'] : []),
    ...(run.complete ? [] : ['the run stopped before its end']),
  ];
}

/** Also when it was started alone, and named as somebody's product. */
const isOurs = ({ selection, sut }: RunPlan, observed: ObservedSystem | undefined): boolean =>
  selection.simulator || observed?.software === REFERENCE_PROVIDER || sut.name === REFERENCE_CLIENT;

type IdentityFact = (typeof IDENTITY_FACTS)[number];

const IN_WORDS: Readonly<Record<IdentityFact, string>> = {
  name: 'name',
  version: 'version',
  organisation: 'supplier',
  odsCode: 'ODS code',
  environment: 'environment',
};

/** `no name, version or ODS code given`. */
export function notGiven(facts: readonly IdentityFact[]): string {
  const names = facts.map((fact) => IN_WORDS[fact]);
  const list = names.length === 1 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  return `no ${list} given`;
}

import type { RunPlan } from '../model/plan.ts';
import {
  IDENTITY_FACTS,
  missingIdentity,
  type ObservedSystem,
  REFERENCE_PROVIDER,
} from '../model/system-under-test.ts';

const IN_WORDS: Readonly<Record<(typeof IDENTITY_FACTS)[number], string>> = {
  name: 'name',
  version: 'version',
  organisation: 'supplier',
  odsCode: 'ODS code',
  environment: 'environment',
};

/** What keeps the evidence of a run from being submitted, in plain words; empty when nothing does. */
export function notForSubmission(
  plan: RunPlan,
  run: { readonly complete: boolean; readonly preflightFailed: boolean; readonly observed?: ObservedSystem },
): readonly string[] {
  const notSelected = plan.excluded.filter(({ reason }) => reason === 'not-selected').length;
  return [
    ...unidentified(plan),
    ...(isOurs(plan, run.observed) ? ["the system under test is Assay's own simulator"] : []),
    ...(run.preflightFailed ? ['the system under test did not pass the preflight, so no case was run'] : []),
    ...(run.complete ? [] : ['the run stopped before its end']),
    ...(notSelected > 0 ? [`${notSelected} ${notSelected === 1 ? 'case was' : 'cases were'} left out by choice`] : []),
  ];
}

/** Also when it was started alone, and named as somebody's product. */
const isOurs = ({ selection }: RunPlan, observed: ObservedSystem | undefined): boolean =>
  selection.simulator || observed?.software === REFERENCE_PROVIDER;

function unidentified({ sut }: RunPlan): readonly string[] {
  const missing = missingIdentity(sut);
  if (missing.length === 0) return [];
  const what = missing.length === IDENTITY_FACTS.length ? 'nothing of it was given' : `no ${words(missing)} given`;
  return [`system under test not identified (${what})`];
}

function words(missing: ReturnType<typeof missingIdentity>): string {
  const names = missing.map((fact) => IN_WORDS[fact]);
  return names.length === 1 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

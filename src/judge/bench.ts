import type { Validator } from '../fhir/validator.ts';
import type { RunPlan } from '../model/plan.ts';

/** What every case of a run is judged by; both are made from the same files, so replay has them too. */
export interface Bench {
  readonly plan: RunPlan;
  /** Of the interface's FHIR version, with its profiles and packages. */
  readonly validator: Validator;
}

import { posix } from 'node:path';
import { createValidator } from '../../fhir/validator.ts';
import type { Bench } from '../../judge/bench.ts';
import { canonicalJson } from '../../model/canonical-json.ts';
import { type Diagnostic, isError } from '../../model/diagnostic.ts';
import type { FileSet } from '../../model/digest.ts';
import type { Engine, RunPlan } from '../../model/plan.ts';
import { loadApi } from '../../suite/load-api.ts';
import { planRun } from '../../suite/plan.ts';
import { PAYLOAD, PLAN, SUITE } from '../format/bundle-layout.ts';
import { rejected } from '../format/finding.ts';

export interface PlannedAgain {
  /** As this engine makes it from the bundled files; absent when it cannot. */
  readonly bench?: Bench;
  /** As the bundle says. */
  readonly judgedBy: Engine;
  /** PLAN_MISMATCH, when the plan cannot be made again or comes out otherwise. */
  readonly findings: readonly Diagnostic[];
}

/** Makes the plan again from the suites in the bundle and from what was asked for on the command line. */
export function planAgain(payload: FileSet): PlannedAgain {
  const bytes = Buffer.from(payload.get(PLAN) ?? []);
  // What is read here serves as input alone: the plan that is judged by is made anew, and must come out the same.
  const stored = JSON.parse(bytes.toString()) as RunPlan;
  const { sut, transport, values, selection, nonce, timeAuthority, testPatients, salt, engine, api } = stored;
  if (!SALT.test(String(salt)))
    return { judgedBy: engine, findings: [mismatch('The plan has no salt of 128 bits or more')] };
  const { loaded, diagnostics } = loadApi(suiteFiles(payload), posix.dirname(api.source.file));
  const planned =
    loaded &&
    planRun(loaded, {
      sut,
      ...(transport && { transport }),
      ...(nonce !== undefined && { nonce }),
      ...(timeAuthority !== undefined && { timeAuthority }),
      ...(testPatients && { testPatients }),
      values,
      selection,
      salt,
      engine,
    });
  const problems = [...diagnostics, ...(planned?.diagnostics ?? [])].filter(isError);
  if (loaded === undefined || planned?.plan === undefined) {
    const why = problems[0]?.message ?? 'they hold no suite';
    return { judgedBy: engine, findings: [mismatch(`The bundled suites cannot be planned: ${why}`)] };
  }
  const same = bytes.equals(Buffer.from(canonicalJson(planned.plan)));
  const findings = same ? [] : [mismatch('The bundled suites give another plan than the one in the bundle')];
  const validator = createValidator(loaded.api.fhirVersion, loaded.definitions);
  return { bench: { plan: planned.plan, validator }, judgedBy: engine, findings };
}

/** As long as it is, no two runs have ids in common. */
const SALT = /^[0-9a-f]{32,}$/;

const suiteFiles = (payload: FileSet): FileSet =>
  new Map(
    [...payload].filter(([path]) => path.startsWith(SUITE)).map(([path, bytes]) => [path.slice(SUITE.length), bytes]),
  );

const mismatch = (message: string): Diagnostic => rejected('PLAN_MISMATCH', message, { file: `${PAYLOAD}${PLAN}` });

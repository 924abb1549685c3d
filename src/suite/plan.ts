import { canonicalJson } from '../model/canonical-json.ts';
import { isAboutTls } from '../model/connection.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest.ts';
import type { JsonObject } from '../model/json.ts';
import type { Engine, ExcludedCase, PlannedCase, RunPlan, Selection } from '../model/plan.ts';
import { needsPerson } from '../model/question.ts';
import type { TestCase, TestSuite } from '../model/suite.ts';
import type { SystemUnderTest } from '../model/system-under-test.ts';
import type { TransportPlan } from '../model/tls.ts';
import { addressOf } from '../model/via.ts';
import type { LoadedApi } from './load-api.ts';
import { idleSelectors, isSelected, nothingLeft } from './selection.ts';
import { mergeValues } from './values.ts';

export interface PlanRequest {
  readonly sut: SystemUnderTest;
  readonly transport?: TransportPlan;
  /** What the configuration replaces of the interface's values. */
  readonly values: JsonObject;
  readonly selection: Selection;
  /** What the reviewer gave for this run. */
  readonly nonce?: string;
  /** Address of the authority that is asked to time-stamp the seal. */
  readonly timeAuthority?: string;
  /** NHS numbers among the values that are declared to be of test patients. */
  readonly testPatients?: readonly string[];
  /** Fresh for each run: at least 128 random bits, lower-case hex. */
  readonly salt: string;
  readonly engine: Engine;
}

export interface Planned {
  /** Absent when there is any error. */
  readonly plan?: RunPlan;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Decides what a run does: the selected cases in the order of their files, each negative with its twin, and why the others are
 * left out. The same inputs give the same plan, so that replay can make it again.
 */
export function planRun(
  { api, suites, packages, waivers, redaction, inputs }: LoadedApi,
  { sut, transport, values, selection, nonce, timeAuthority, testPatients = [], salt, engine }: PlanRequest,
): Planned {
  const merged = mergeValues(api.values, values);
  const considered = suites.flatMap((suite) => suite.cases.map((test) => consider(test, suite, selection, sut)));
  const chosen = withTwins(considered);
  const idle = idleSelectors(suites, selection);
  const nothing = chosen.size === 0 && idle.length === 0 ? [nothingLeft(sut.role, suites)] : idle;
  const diagnostics = [...merged.diagnostics, ...nothing];
  if (diagnostics.length > 0) return { diagnostics };
  const plan: RunPlan = {
    schema: 'assay/plan/1',
    engine,
    ...(nonce !== undefined && { nonce }),
    ...(timeAuthority !== undefined && { timeAuthority }),
    salt,
    seed: seedOf(nonce, salt, selection),
    sut,
    ...(transport !== undefined && { transport }),
    api,
    values: merged.values,
    ...(testPatients.length > 0 && { testPatients }),
    inputs: [...inputs].map(([path, bytes]) => ({ path, sha256: sha256(bytes) })).sort(byPath),
    packages,
    ...(waivers.length > 0 && { waivers }),
    ...(redaction && { redaction }),
    cases: considered.filter(({ test }) => chosen.has(test.id)).map(plannedCase),
    excluded: considered.filter(({ test }) => !chosen.has(test.id)).map(excludedCase),
    selection,
  };
  return { plan, diagnostics };
}

/**
 * Every generated id follows from the nonce too, and from what was selected: a run that was made before the reviewer gave the one, or of
 * which cases were taken out afterwards, has other requests.
 */
const seedOf = (nonce: string | undefined, salt: string, selection: Selection): string =>
  sha256(canonicalJson([nonce ?? null, salt, { ...selection }]));

interface Considered {
  readonly test: TestCase;
  readonly suite: string;
  /** Why the case is left out, unless a negative needs it. */
  readonly exclusion?: ExcludedCase['reason'];
}

function consider(test: TestCase, suite: TestSuite, selection: Selection, sut: SystemUnderTest): Considered {
  const exclusion = exclusionOf(test, suite, selection, sut);
  return { test, suite: suite.id, ...(exclusion === undefined ? {} : { exclusion }) };
}

function exclusionOf(
  test: TestCase,
  suite: TestSuite,
  selection: Selection,
  sut: SystemUnderTest,
): Considered['exclusion'] {
  if (suite.role !== sut.role) return 'other-role';
  if (test.simulatorOnly !== undefined && !selection.simulator) return 'simulator-only';
  if (sut.answeredBy !== undefined && needsSimulator(test)) return 'simulator-only';
  if (!isSelected(test, suite, selection)) return 'not-selected';
  if (selection.unattended === true && needsPerson({ selection }, test)) return 'unattended';
  return isAboutTls(test) && !/^https:/i.test(addressOf(sut)) ? 'plain-http' : undefined;
}

/** A real provider does not misbehave when it is asked to. */
const needsSimulator = ({ steps, listen }: TestCase): boolean =>
  listen !== undefined || steps.some((step) => step.kind === 'receive' && step.receive.reply !== undefined);

/** The selected cases, and the twins without which their negatives could not be judged. */
function withTwins(considered: readonly Considered[]): ReadonlySet<string> {
  const selected = considered.filter(({ exclusion }) => exclusion === undefined);
  const twins = new Set(selected.map(({ test }) => test.twin));
  const needed = considered.filter(({ test, exclusion }) => exclusion === 'not-selected' && twins.has(test.id));
  return new Set([...selected, ...needed].map(({ test }) => test.id));
}

const plannedCase = ({ test, suite }: Considered, index: number): PlannedCase => ({ ...test, index, suite });

const excludedCase = ({ test, suite, exclusion }: Considered): ExcludedCase => ({
  id: test.id,
  suite,
  reason: exclusion ?? 'not-selected',
});

const byPath = (left: { readonly path: string }, right: { readonly path: string }): number =>
  left.path < right.path ? -1 : 1;

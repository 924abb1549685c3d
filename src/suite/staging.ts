import { hintFor } from '../schema/suggestion.ts';
import type { DeclaredAssertion, DeclaredMutation, DeclaredStep, DeclaredTest } from './declared.ts';
import { stepsGiven } from './fragments.ts';
import type { Library } from './library.ts';
import { errorAt, items, keyOf, type Located, member, type Report, sourceOf } from './located.ts';
import type { Tests } from './tests.ts';

/** A step on its way into a case: as declared, and what the case makes of it. */
export interface StagedStep {
  readonly declared: Located<DeclaredStep>;
  /** Those of the step and those of its case. */
  readonly mutate: readonly Located<DeclaredMutation>[];
  readonly expect: Located<readonly DeclaredAssertion[]> | undefined;
  /** A refused request has nothing to take. */
  readonly captures: boolean;
}

export interface StagedCase {
  readonly test: Located<DeclaredTest>;
  readonly steps: readonly StagedStep[];
  readonly act: string;
  readonly uses: NonNullable<DeclaredTest['uses']>;
}

/** Puts the steps of a case together; undefined, and reported, when the case does not say which they are. */
export function stageCase(
  test: Located<DeclaredTest>,
  tests: Tests,
  library: Library,
  report: Report,
): StagedCase | undefined {
  const twin = twinOf(test, tests, report);
  const given = stepsGiven(member(test, 'given') ?? (twin && member(twin, 'given')), library, report).map(asDeclared);
  const script = member(test, 'steps') === undefined ? scriptOfTwin(test, twin, report) : scriptOf(test, report);
  if (script === undefined) return undefined;
  const steps = withMutations(test, [...given, ...script.steps], script.act, report);
  reportSharedIds(steps, report);
  return { test, steps, act: script.act, uses: test.value.uses ?? twin?.value.uses ?? {} };
}

/** The positive case that a negative names. */
function twinOf(test: Located<DeclaredTest>, tests: Tests, report: Report): Located<DeclaredTest> | undefined {
  const at = member(test, 'twin');
  if (test.value.polarity === 'positive') {
    if (at !== undefined) report(errorAt(sourceOf(at), 'WRONG_VALUE', 'Only a negative has a twin'));
    return undefined;
  }
  if (at === undefined) {
    const message = 'A negative names the positive case that it differs from';
    report(errorAt(sourceOf(test), 'NEGATIVE_WITHOUT_TWIN', message, 'Add `twin`.'));
    return undefined;
  }
  const twin = tests.byId.get(at.value);
  if (twin?.value.polarity === 'positive') return twin;
  if (twin !== undefined) {
    report(errorAt(sourceOf(at), 'TWIN_NOT_POSITIVE', `The case "${at.value}" is a negative itself`));
  } else if (!tests.faulty.has(at.value)) {
    const hint = hintFor(at.value, tests.byId.keys());
    report(errorAt(sourceOf(at), 'UNKNOWN_TWIN', `There is no case "${at.value}"`, hint));
  }
  return undefined;
}

/** The steps of a case without those that set its scene. */
interface Script {
  readonly steps: readonly StagedStep[];
  readonly act: string;
}

function scriptOf(test: Located<DeclaredTest>, report: Report): Script | undefined {
  const expect = member(test, 'expect');
  if (expect !== undefined) {
    const message = 'A case with steps of its own has its expectations in them';
    report(errorAt(keyOf(expect), 'WRONG_VALUE', message));
  }
  const steps = items(member(test, 'steps')).map(asDeclared);
  const act = actOf(test, steps, report);
  return act === undefined ? undefined : { steps, act };
}

const asDeclared = (declared: Located<DeclaredStep>): StagedStep => ({
  declared,
  mutate: items(member(declared, 'mutate')),
  expect: member(declared, 'expect'),
  captures: true,
});

function actOf(test: Located<DeclaredTest>, own: readonly StagedStep[], report: Report): string | undefined {
  const ids = own.map(({ declared }) => declared.value.id);
  const act = member(test, 'act');
  if (act === undefined) {
    if (ids.length === 1) return ids[0];
    const hint = `Add \`act\` with one of: ${ids.join(', ')}`;
    report(errorAt(sourceOf(test), 'AMBIGUOUS_MUTATION', 'The case does not say which of its steps it is about', hint));
    return undefined;
  }
  if (ids.includes(act.value)) return act.value;
  const message = `The case has no step "${act.value}" of its own`;
  report(errorAt(sourceOf(act), 'UNKNOWN_STEP', message, hintFor(act.value, ids)));
  return undefined;
}

/**
 * A negative without steps of its own is its twin up to the step that the twin is about, with exactly the changes that it names:
 * another scene (`given`), other requests (`mutate`), and its own expectations in place of the twin's.
 */
function scriptOfTwin(
  test: Located<DeclaredTest>,
  twin: Located<DeclaredTest> | undefined,
  report: Report,
): Script | undefined {
  if (test.value.polarity === 'positive') {
    report(errorAt(sourceOf(test), 'MISSING_KEY', 'A positive case needs steps', 'Add `steps`.'));
    return undefined;
  }
  const act = member(test, 'act');
  if (act !== undefined) report(errorAt(keyOf(act), 'WRONG_VALUE', 'The case is about the same step as its twin'));
  if (test.value.mutate === undefined && test.value.given === undefined) {
    const hint = 'Add `mutate`, another `given`, or steps of its own.';
    report(errorAt(sourceOf(test), 'MUTATION_WITHOUT_EFFECT', 'The case does not differ from its twin', hint));
  }
  // What is wrong with the twin itself is reported there.
  const original = twin === undefined ? undefined : scriptOf(twin, () => {});
  if (original === undefined) return undefined;
  const isAct = ({ declared }: StagedStep): boolean => declared.value.id === original.act;
  const upToAct = original.steps.slice(0, original.steps.findIndex(isAct) + 1);
  const expect = member(test, 'expect');
  return {
    act: original.act,
    steps: upToAct.map((step) => (isAct(step) ? { ...step, expect, captures: false } : step)),
  };
}

/** The case's own mutations, each added to the step that it names, or to the one that the case is about. */
function withMutations(
  test: Located<DeclaredTest>,
  steps: readonly StagedStep[],
  act: string,
  report: Report,
): readonly StagedStep[] {
  const ids = steps.map(({ declared }) => declared.value.id);
  const mutations = items(member(test, 'mutate'));
  for (const mutation of mutations) {
    const named = member(mutation, 'step');
    if (named === undefined || ids.includes(named.value)) continue;
    const message = `The case has no step "${named.value}"`;
    report(errorAt(sourceOf(named), 'UNKNOWN_STEP', message, hintFor(named.value, ids)));
  }
  return steps.map((step) => {
    const own = mutations.filter(({ value }) => (value.step ?? act) === step.declared.value.id);
    return own.length === 0 ? step : { ...step, mutate: [...step.mutate, ...own] };
  });
}

function reportSharedIds(steps: readonly StagedStep[], report: Report): void {
  const seen = new Set<string>();
  for (const { declared } of steps) {
    const id = member(declared, 'id');
    if (id === undefined) continue;
    if (seen.has(id.value)) report(errorAt(sourceOf(id), 'DUPLICATE_ID', `The case has two steps "${id.value}"`));
    seen.add(id.value);
  }
}

import { hintFor } from '../schema/suggestion.ts';
import type { DeclaredTest } from './declared.ts';
import { stepsGiven } from './fragments.ts';
import type { Library } from './library.ts';
import { errorAt, items, type Located, member, type Report, sourceOf } from './located.ts';
import { asDeclared, type StagedStep, scriptOf, scriptOfTwin } from './script.ts';
import type { Tests } from './tests.ts';

/** A case with all its steps in place, as declared. */
export interface StagedCase {
  readonly test: Located<DeclaredTest>;
  readonly steps: readonly StagedStep[];
  readonly act: string;
  readonly uses: NonNullable<DeclaredTest['uses']>;
}

/**
 * Puts the steps of a case together: those of its fragments, then its own or its twin's. Undefined, and reported, when the case does
 * not say which they are.
 */
export function stageCase(
  test: Located<DeclaredTest>,
  tests: Tests,
  library: Library,
  report: Report,
): StagedCase | undefined {
  const twin = twinOf(test, tests, report);
  const hasSteps = member(test, 'steps') !== undefined;
  const script = hasSteps ? scriptOf(test, report) : scriptOfTwin(test, twin, report);
  if (script === undefined) return undefined;
  // Steps of its own stand alone; the twin's come with the twin's scene, unless the case sets another.
  const base = hasSteps ? undefined : twin;
  const given = stepsGiven(member(test, 'given') ?? (base && member(base, 'given')), library, report).map(asDeclared);
  const steps = withMutations(test, [...given, ...script.steps], script.act, report);
  reportSharedIds(steps, report);
  return { test, steps, act: script.act, uses: test.value.uses ?? base?.value.uses ?? {} };
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

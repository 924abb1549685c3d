import { hintFor } from '../schema/suggestion.ts';
import type { DeclaredAssertion, DeclaredMutation, DeclaredStep, DeclaredTest } from './declared.ts';
import { errorAt, items, keyOf, type Located, member, type Report, sourceOf } from './located.ts';

/** A step on its way into a case: as declared, and what the case makes of it. */
export interface StagedStep {
  readonly declared: Located<DeclaredStep>;
  /** Those of the step and those of its case. */
  readonly mutate: readonly Located<DeclaredMutation>[];
  readonly expect: Located<readonly DeclaredAssertion[]> | undefined;
  /** A refused request has nothing to take. */
  readonly captures: boolean;
}

/** The steps of a case without those that set its scene. */
export interface Script {
  readonly steps: readonly StagedStep[];
  readonly act: string;
}

export function scriptOf(test: Located<DeclaredTest>, report: Report): Script | undefined {
  const expect = member(test, 'expect');
  if (expect !== undefined) {
    const message = 'A case with steps of its own has its expectations in them';
    report(errorAt(keyOf(expect), 'WRONG_VALUE', message));
  }
  const steps = items(member(test, 'steps')).map(asDeclared);
  const act = actOf(test, steps, report);
  return act === undefined ? undefined : { steps, act };
}

export const asDeclared = (declared: Located<DeclaredStep>): StagedStep => ({
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
export function scriptOfTwin(
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

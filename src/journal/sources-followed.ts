import { type CitedOption, type Disagreement, optionsOf, type SourceStance } from '../model/citation.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { CaseResult } from '../model/result.ts';

/** Every judged expectation whose sources disagree, in plan order. */
export function disagreements(plan: RunPlan, cases: readonly CaseResult[]): readonly Disagreement[] {
  const results = new Map(cases.map((one) => [one.id, one]));
  return plan.cases.flatMap((planned) => {
    const folded = results.get(planned.id);
    return folded === undefined ? [] : disagreementsOf(planned, folded);
  });
}

function disagreementsOf(planned: PlannedCase, { steps }: CaseResult): readonly Disagreement[] {
  return planned.steps.flatMap((step) => {
    const judged = steps.find(({ id }) => id === step.id)?.assertions ?? [];
    return judged.flatMap((assertion) => {
      const options = optionsOf(step, judged, assertion);
      const { actual, follows } = assertion;
      return disagree(options) ? [{ case: planned.id, step: step.id, options, actual, follows }] : [];
    });
  });
}

/** True when some source asks for one thing and not for another. */
function disagree(options: readonly CitedOption[]): boolean {
  const all = new Set(options.flatMap(({ sources }) => sources));
  return options.length > 1 && options.some(({ sources }) => sources.length < all.size);
}

/** Each cited source, in the order in which they come up, and whether it is followed throughout the run. */
export function sourceStances(found: readonly Disagreement[]): readonly SourceStance[] {
  const cited = (one: Disagreement) => new Set(one.options.flatMap(({ sources }) => sources));
  return [...new Set(found.flatMap((one) => [...cited(one)]))].map((source) => {
    const asked = found.filter((one) => cited(one).has(source)).length;
    const followed = found.filter(({ follows }) => follows.includes(source)).length;
    return { source, asked, followed, follows: followsWord(asked, followed) };
  });
}

function followsWord(asked: number, followed: number): SourceStance['follows'] {
  if (followed === asked) return 'always';
  return followed === 0 ? 'never' : 'mixed';
}

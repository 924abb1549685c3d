import { canonicalJson } from '../model/canonical-json.ts';
import { type Answer, type CitedOption, type Disagreement, optionsOf, type SourceStance } from '../model/citation.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { CaseResult } from '../model/result.ts';

/** Every situation that was judged and on which the cited sources disagree, as it first comes up in plan order. */
export function disagreements(plan: RunPlan, cases: readonly CaseResult[]): readonly Disagreement[] {
  const results = new Map(cases.map((one) => [one.id, one]));
  const judged = plan.cases.flatMap((planned) => {
    const folded = results.get(planned.id);
    return folded === undefined ? [] : judgedIn(planned, folded);
  });
  return groups(judged, ({ options }) => situation(options)).map(([first, ...others]) => ({
    options: first.options,
    answers: answersIn([first, ...others]),
  }));
}

/** An expectation on which sources disagree, with what came of it. */
interface Judged {
  readonly options: readonly CitedOption[];
  readonly answer: Omit<Answer, 'cases'>;
  readonly case: string;
}

function judgedIn(planned: PlannedCase, { steps }: CaseResult): readonly Judged[] {
  return planned.steps.flatMap((step) => {
    const judged = steps.find(({ id }) => id === step.id)?.assertions ?? [];
    return judged.flatMap((assertion) => {
      const options = optionsOf(step, judged, assertion);
      const { actual, follows } = assertion;
      return disagree(options) ? [{ options, answer: { actual, follows }, case: planned.id }] : [];
    });
  });
}

/** True when some source asks for one thing and not for another. */
function disagree(options: readonly CitedOption[]): boolean {
  const all = new Set(options.flatMap(({ sources }) => sources));
  return options.length > 1 && options.some(({ sources }) => sources.length < all.size);
}

/** The same for the same options, in whatever order they are written. */
const situation = (options: readonly CitedOption[]): string =>
  canonicalJson(options.map(({ asks, sources }) => canonicalJson([asks, sources.toSorted()])).toSorted());

const answersIn = (judged: readonly Judged[]): readonly Answer[] =>
  groups(judged, ({ answer: { actual, follows } }) => canonicalJson([actual, follows.toSorted()])).map(
    ([first, ...others]) => ({
      ...first.answer,
      cases: [...new Set([first, ...others].map((one) => one.case))],
    }),
  );

type Some<T> = readonly [T, ...T[]];

/** What has the same key, together, in the order of the first of each. */
function groups<T>(all: readonly T[], keyOf: (one: T) => string): readonly Some<T>[] {
  const found = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const group = found.get(keyOf(one));
    if (group === undefined) found.set(keyOf(one), [one]);
    else group.push(one);
  }
  return [...found.values()];
}

/** Each cited source, in the order in which they come up, and whether it is followed throughout the run. */
export function sourceStances(found: readonly Disagreement[]): readonly SourceStance[] {
  const citedIn = ({ options }: Disagreement) => options.flatMap(({ sources }) => sources);
  return [...new Set(found.flatMap(citedIn))].map((source) => {
    const answers = found.filter((one) => citedIn(one).includes(source)).flatMap((one) => one.answers);
    const asked = casesIn(answers);
    const followed = casesIn(answers.filter(({ follows }) => follows.includes(source)));
    return { source, asked, followed, follows: followsWord(asked, followed) };
  });
}

const casesIn = (answers: readonly Answer[]): number => answers.reduce((sum, { cases }) => sum + cases.length, 0);

function followsWord(asked: number, followed: number): SourceStance['follows'] {
  if (followed === asked) return 'always';
  return followed === 0 ? 'never' : 'mixed';
}

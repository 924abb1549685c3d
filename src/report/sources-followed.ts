import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { AssertionResult, CaseResult, RunResult } from '../model/result.ts';
import type { Step } from '../model/suite.ts';

/** One thing that sources may ask for, and which of them do. */
export interface CitedOption {
  readonly asks: string;
  readonly sources: readonly string[];
}

/** An expectation on which the cited sources disagree, and what the system under test did. */
export interface Disagreement {
  readonly case: string;
  readonly step: string;
  readonly options: readonly CitedOption[];
  readonly actual: JsonValue;
  /** Sources that ask for what the system did; empty when none does. */
  readonly follows: readonly string[];
}

/** Every judged expectation whose sources disagree, in plan order. */
export function disagreements(plan: RunPlan, result: RunResult): readonly Disagreement[] {
  const results = new Map(result.cases.map((one) => [one.id, one]));
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

/** What the cited sources ask for where `assertion` was made: results stand in the order of the expectations. */
export function optionsOf(
  step: Step,
  judged: readonly AssertionResult[],
  assertion: AssertionResult,
): readonly CitedOption[] {
  const expectation = step.expect[judged.indexOf(assertion)];
  return expectation?.kind === assertion.kind ? citedOptions(expectation.args) : [];
}

/** The `{is, cite}` members that assertion arguments hold, at any depth. */
function citedOptions(args: JsonValue): readonly CitedOption[] {
  if (Array.isArray(args)) return (args as readonly JsonValue[]).flatMap(citedOptions);
  if (!isJsonObject(args)) return [];
  const { is, cite } = args;
  if (is === undefined || cite === undefined) return Object.values(args).flatMap(citedOptions);
  const sources = (Array.isArray(cite) ? (cite as readonly JsonValue[]) : [cite]).map(String);
  return [{ asks: typeof is === 'string' ? is : JSON.stringify(is), sources }];
}

/** True when some source asks for one thing and not for another. */
function disagree(options: readonly CitedOption[]): boolean {
  const all = new Set(options.flatMap(({ sources }) => sources));
  return options.length > 1 && options.some(({ sources }) => sources.length < all.size);
}

/** Of the disagreements that name a source, in how many the system did what it asks. */
export interface SourceTally {
  readonly source: string;
  readonly asked: number;
  readonly followed: number;
}

export function tallySources(found: readonly Disagreement[]): readonly SourceTally[] {
  const cited = (one: Disagreement) => new Set(one.options.flatMap(({ sources }) => sources));
  return [...new Set(found.flatMap((one) => [...cited(one)]))].map((source) => ({
    source,
    asked: found.filter((one) => cited(one).has(source)).length,
    followed: found.filter(({ follows }) => follows.includes(source)).length,
  }));
}

import type { JsonValue } from '../model/json.ts';
import type { RunPlan } from '../model/plan.ts';
import type { TestSuite } from '../model/suite.ts';
import type { Declarations } from '../redact/redactor.ts';

/** What the mutations of the suites put in the place of something, as it stands in them for everyone to read. */
const publishedIn = (suites: readonly TestSuite[]): readonly JsonValue[] =>
  suites
    .flatMap(({ cases }) => cases)
    .flatMap(({ steps }) => steps)
    .flatMap(({ mutate }) => mutate.flatMap((mutation) => ('value' in mutation ? written(mutation.value) : [])));

/** A value, and for a template what stands between its placeholders: parts of a token are told apart by dots. */
const written = (value: JsonValue): readonly JsonValue[] =>
  typeof value === 'string' ? [value, ...value.split(/\$\{[^}]*\}|\./).filter((part) => part !== '')] : [value];

/**
 * What a redactor has to know of a plan and the suites that are sealed with it, all of them: what a case that is not selected says stands
 * in the evidence too, and a run before this one may have left it with the system under test. So may the values that a configuration replaced.
 */
export const declarationsOf = (
  plan: RunPlan,
  suites: readonly TestSuite[],
): Pick<Declarations, 'declared' | 'published' | 'policy'> => ({
  declared: [plan.values, plan.api.values],
  published: publishedIn(suites),
  ...(plan.redaction && { policy: plan.redaction }),
});

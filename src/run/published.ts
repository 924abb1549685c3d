import type { JsonValue } from '../model/json.ts';
import type { RunPlan } from '../model/plan.ts';
import type { Declarations } from '../redact/redactor.ts';

/** What the mutations of the suites put in the place of something, as it stands in them for everyone to read. */
export const publishedIn = ({ cases }: RunPlan): readonly JsonValue[] =>
  cases.flatMap(({ steps }) =>
    steps.flatMap(({ mutate }) => mutate.flatMap((mutation) => ('value' in mutation ? written(mutation.value) : []))),
  );

/** A value, and for a template what stands between its placeholders: parts of a token are told apart by dots. */
const written = (value: JsonValue): readonly JsonValue[] =>
  typeof value === 'string' ? [value, ...value.split(/\$\{[^}]*\}|\./).filter((part) => part !== '')] : [value];

/** What a redactor has to know of a plan. */
export const declarationsOf = (plan: RunPlan): Pick<Declarations, 'declared' | 'published' | 'policy'> => ({
  declared: plan.values,
  published: publishedIn(plan),
  ...(plan.redaction && { policy: plan.redaction }),
});

import { isDeepStrictEqual } from 'node:util';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonValue } from '../model/json.ts';
import { TimeLimitError, withinTime } from '../model/within-time.ts';

/** A condition on one value. Exactly one member is given. */
export interface Predicate {
  readonly equals?: JsonValue;
  readonly matches?: string;
  readonly lacks?: string;
  readonly contains?: string;
  readonly in?: readonly JsonValue[];
  /** True: there is a value. False: there is none. */
  readonly present?: boolean;
}

/** JSON Schema of the members of a predicate, for schemas that embed one. */
export const PREDICATE_PROPERTIES = {
  equals: {},
  matches: { type: 'string', format: 'safe-regex', description: 'Regular expression that must be found in the value.' },
  lacks: {
    type: 'string',
    format: 'safe-regex',
    description: 'Regular expression that must not be found in the value.',
  },
  contains: { type: 'string' },
  in: { type: 'array', minItems: 1 },
  present: { type: 'boolean' },
} as const;

export type Matched = { readonly holds: boolean } | { readonly problem: Diagnostic };

/** Whether `actual` meets the predicate. A regular expression that runs away is a problem, not a verdict. */
export function matches(predicate: Predicate, actual: JsonValue | undefined): Matched {
  if (predicate.present !== undefined) return { holds: (actual !== undefined) === predicate.present };
  if (actual === undefined) return { holds: false };
  if (predicate.equals !== undefined) return { holds: isDeepStrictEqual(actual, predicate.equals) };
  if (predicate.in !== undefined) return { holds: predicate.in.some((member) => isDeepStrictEqual(actual, member)) };
  // A list or an object has no text of its own that a suite could mean.
  if (typeof actual === 'object') return { holds: false };
  if (predicate.contains !== undefined) return { holds: String(actual).includes(predicate.contains) };
  if (predicate.matches !== undefined) return testPattern(predicate.matches, String(actual));
  return predicate.lacks === undefined ? { holds: false } : absent(testPattern(predicate.lacks, String(actual)));
}

const absent = (found: Matched): Matched => ('problem' in found ? found : { holds: !found.holds });

/** The predicate in words, for the `expected` of a result. */
export function describePredicate(predicate: Predicate): string {
  if (predicate.present !== undefined) return predicate.present ? 'present' : 'absent';
  if (predicate.equals !== undefined) return `equal to ${JSON.stringify(predicate.equals)}`;
  if (predicate.in !== undefined) return `one of ${JSON.stringify(predicate.in)}`;
  if (predicate.contains !== undefined) return `containing ${JSON.stringify(predicate.contains)}`;
  if (predicate.lacks !== undefined) return `without /${predicate.lacks}/`;
  return `matching /${predicate.matches ?? ''}/`;
}

/** A pattern of a suite may not hold up a run: longer than this and it is reported. */
const PATTERN_LIMIT_MS = 500;

function testPattern(pattern: string, text: string): Matched {
  try {
    return { holds: withinTime(PATTERN_LIMIT_MS, () => new RegExp(pattern, 'u').test(text)) };
  } catch (cause) {
    return { problem: cause instanceof TimeLimitError ? ranAway(pattern) : badPattern(pattern) };
  }
}

const ranAway = (pattern: string): Diagnostic => ({
  code: 'REGEX_TIMEOUT',
  severity: 'error',
  message: `The pattern /${pattern}/ did not finish within ${PATTERN_LIMIT_MS} ms`,
  hint: 'Avoid nested repetition such as (a+)+; anchor the pattern.',
});

const badPattern = (pattern: string): Diagnostic => ({
  code: 'UNSAFE_REGEX',
  severity: 'error',
  message: `/${pattern}/ is not a regular expression`,
});

import { nameOf, type RedactedField, type Sight } from '../judge/sight.ts';
import type { AssertionResult } from '../model/result.ts';

/** A step judged twice, and what each of its results can see; all three in one order. */
export interface JudgedTwice {
  readonly original: readonly AssertionResult[];
  readonly onRedacted: readonly AssertionResult[];
  readonly sights: readonly Sight[];
}

/**
 * What the evidence says of assertions that were judged on the original bytes and again on the redacted ones. Where both
 * verdicts agree it is the second judgement, which replay comes to as well; where they do not, the first with its values
 * redacted, marked with the fields in its sight, on which it rests and which replay cannot see.
 */
export function restingOn(
  { original, onRedacted, sights }: JudgedTwice,
  fields: readonly RedactedField[],
  redact: (result: AssertionResult) => AssertionResult,
): readonly AssertionResult[] {
  return original.map((result, place) => {
    const again = onRedacted[place];
    if (again?.verdict === result.verdict) return again;
    const seen = fields.filter((field) => sights[place]?.(field)).map(nameOf);
    return { ...redact(result), restsOn: [...new Set(seen)] };
  });
}

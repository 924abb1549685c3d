import type { Redaction } from '../model/exchange.ts';
import type { AssertionResult } from '../model/result.ts';

/**
 * What the evidence says of assertions that were judged on the original bytes and again on the redacted ones. Where both
 * verdicts agree it is the second judgement, which replay comes to as well; where they do not, the first with its values
 * redacted, marked with the fields that it rests on, which replay cannot recompute.
 */
export function restingOn(
  original: readonly AssertionResult[],
  onRedacted: readonly AssertionResult[],
  redactions: readonly Redaction[],
  redact: (result: AssertionResult) => AssertionResult,
): readonly AssertionResult[] {
  const fields = [...new Set(redactions.map(({ message, at }) => `${message} ${at}`))];
  return original.map((result, place) => {
    const again = onRedacted[place];
    return again?.verdict === result.verdict ? again : { ...redact(result), restsOn: fields };
  });
}

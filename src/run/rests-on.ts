import type { Redaction } from '../model/exchange.ts';
import type { AssertionResult } from '../model/result.ts';

/**
 * Marks the assertions whose verdict on the redacted bytes differs from the true one: replay cannot recompute them,
 * because they rest on what was redacted.
 */
export function restingOn(
  original: readonly AssertionResult[],
  redacted: readonly AssertionResult[],
  redactions: readonly Redaction[],
): readonly AssertionResult[] {
  const fields = [...new Set(redactions.map(({ message, at }) => `${message} ${at}`))];
  return original.map((result, place) =>
    redacted[place]?.verdict === result.verdict ? result : { ...result, restsOn: fields },
  );
}

import { retryAfter } from '../message/retry-after.ts';
import type { Answer } from './answer.ts';
import type { RetryPolicy } from './decisions.ts';

/**
 * A server error and silence may pass, so the same request is made again, under the same X-Request-ID, so that the provider can tell that it is
 * the same. What was refused with a 4xx would be refused again (https://developer.nhs.uk/apis/uec-appointments/er_overview.html).
 */
export const RETRY: RetryPolicy = {
  statuses: [500, 502, 503, 504],
  withoutReply: ['refused', 'reset', 'truncated', 'deadline'],
  attempts: 3,
  requestId: 'same',
  pauseMs: 500,
  longestPauseMs: 30_000,
};

/** Milliseconds until the request is to be made again; undefined when it is not. */
export function pauseAfter(answer: Answer, policy: RetryPolicy, now: Date): number | undefined {
  if (answer.attempt >= policy.attempts || !mayPass(answer, policy)) return undefined;
  const asked = retryAfter(answer.sent.response?.headers ?? [], now);
  const pauseMs = asked ?? Math.min(policy.pauseMs * 2 ** (answer.attempt - 1), policy.longestPauseMs);
  return pauseMs > policy.longestPauseMs ? undefined : pauseMs;
}

function mayPass({ status, sent }: Answer, { statuses, withoutReply }: RetryPolicy): boolean {
  return status === undefined ? withoutReply.includes(sent.outcome) : statuses.includes(status);
}

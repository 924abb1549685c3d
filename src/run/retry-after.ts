import type { Sent } from '../http/send.ts';
import { retryAfter } from '../message/retry-after.ts';
import type { Step } from '../model/suite.ts';

/** Too many requests (RFC 6585 section 4), and not now (RFC 9110 section 15.6.4). */
const HELD_BACK: readonly number[] = [429, 503];

/**
 * How long the system under test asks to wait before the same is asked again, in milliseconds: seconds, or a date, in Retry-After of a 429 or
 * 503 (RFC 9110 section 10.2.3). Undefined for any other answer: nothing else is ever asked twice.
 */
export function waitAskedFor({ response }: Pick<Sent, 'response'>, now: Date): number | undefined {
  if (response === undefined || !HELD_BACK.includes(response.status)) return undefined;
  return retryAfter(response.headers, now);
}

/** Whether a step is about being held back: then the answer is what it waits for. */
export function expectsStatus({ expect }: Step, status: number | undefined): boolean {
  return expect.some(
    ({ kind, args }) =>
      kind === 'status' &&
      Array.isArray(args) &&
      args.some((one: unknown) => typeof one === 'object' && one !== null && 'is' in one && one.is === status),
  );
}

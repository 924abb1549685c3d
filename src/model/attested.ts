/** What a person said. */
export interface Statement {
  /** `yes` or `no`, one of the answers to choose from, a text, or a number. */
  readonly answer: string | number;
  readonly note?: string;
  /** Who said it. */
  readonly by: string;
  /** RFC 3339 instant, UTC, millisecond precision. */
  readonly at: string;
}

/** How an answer came into a run: a person was asked, or had written it down before. */
export const ANSWER_WAYS = ['asked', 'beforehand'] as const;

/** The answer to the question of a step. */
export interface Attested extends Statement {
  readonly case: string;
  readonly step: string;
  readonly way: (typeof ANSWER_WAYS)[number];
  /** Members in which something was replaced by stand-ins; absent when there are none. */
  readonly replaced?: readonly string[];
}

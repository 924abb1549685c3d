import type { Statement } from '../model/attested.ts';
import type { Driven } from '../model/driven.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Finding } from './kind.ts';

/** What people and programs said of a case, beside its messages; neither member when nobody did. */
export interface Said {
  readonly answer?: Statement['answer'];
  readonly driven?: Pick<Driven, 'exitCode' | 'output' | 'log' | 'cut' | 'problem'>;
}

/** What of it can be redacted. */
export const WORDS = ['answer', 'output', 'log'] as const;
export type Word = (typeof WORDS)[number];

/** Whose words: the person's who answers, or those of the client that was driven. */
type Speaker = 'person' | 'client';

/**
 * One kind of assertion about what was said. To add one: a file that exports it, a line in registry.ts, a test that shows it passing and
 * failing. As of every kind, the loader has checked the arguments, and placeholders are filled in before `check`.
 */
export interface StatementKind {
  readonly kind: string;
  readonly speaker: Speaker;
  readonly argsSchema: JsonObject;
  readonly hears: (args: JsonValue) => Word | undefined;
  readonly check: (args: JsonValue, said: Said) => Finding;
}

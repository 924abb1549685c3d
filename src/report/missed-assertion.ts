import type { AssertionResult, CaseResult } from '../model/result.ts';
import { worst } from '../model/verdict.ts';
import { mutationWords } from './words.ts';

/** Assertions of a case that did not pass, in the order of its steps. */
export const missedAssertions = ({ steps }: Pick<CaseResult, 'steps'>): readonly AssertionResult[] =>
  steps.flatMap(({ assertions }) => assertions.filter(isMissed));

export const isMissed = ({ verdict }: AssertionResult): boolean => verdict !== 'pass';

/** The one that is named where there is room for one, in every place the same: the first of those with the worst verdict. */
export function namedOf(missed: readonly AssertionResult[]): AssertionResult | undefined {
  const verdict = worst(missed.map((one) => one.verdict));
  return missed.find((one) => one.verdict === verdict);
}

/** Kinds whose expectation may be an expression alone. */
const EXPRESSIONS: readonly string[] = ['fhirpath', 'xpath'];

/** What was expected and what came, for people: of an expression alone it is said that it must hold. */
export function missWords({ kind, verdict, message, expected, says }: AssertionResult): string {
  const isUntrue = verdict === 'fail' && EXPRESSIONS.includes(kind) && message.startsWith(`${expected} is `);
  return isUntrue ? `this must be true, and is not: ${says ?? expected}` : message;
}

/** The step of an assertion: the part of its id before its number. */
export const stepOf = ({ id }: AssertionResult): string => id.split('/').at(-2) ?? id;

/** What was other than usual in what was sent, since the case means it to be: wrong where it must be refused. Undefined where nothing was. */
export function madeOtherwise({ polarity, mutations }: Pick<CaseResult, 'polarity' | 'mutations'>): string | undefined {
  if (mutations.length === 0) return undefined;
  return `${polarity === 'negative' ? 'wrong' : 'other'} on purpose: ${mutations.map(mutationWords).join('; ')}`;
}

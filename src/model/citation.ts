import { isJsonObject, type JsonValue } from './json.ts';
import type { Step } from './suite.ts';

/** One thing that sources may ask for, and which of them do. */
export interface CitedOption {
  readonly asks: string;
  readonly sources: readonly string[];
}

/** A situation in which the cited sources ask for different things, and what the system under test did, wherever it came up. */
export interface Disagreement {
  readonly options: readonly CitedOption[];
  /** More than one when the system is not consistent. */
  readonly answers: readonly Answer[];
}

export interface Answer {
  readonly actual: JsonValue;
  /** Sources that ask for it; empty when none does. */
  readonly follows: readonly string[];
  readonly cases: readonly string[];
}

/** How far the system under test does what one source asks where others ask for something else. */
export interface SourceStance {
  readonly source: string;
  /** Answers to disagreements in which the source is cited. */
  readonly asked: number;
  readonly followed: number;
  readonly follows: 'always' | 'never' | 'mixed';
}

interface Judged {
  readonly kind: string;
}

/** What the cited sources ask for where `assertion` was made: results stand in the order of the expectations. */
export function optionsOf(step: Step, judged: readonly Judged[], assertion: Judged): readonly CitedOption[] {
  const expectation = step.expect[judged.indexOf(assertion)];
  return expectation?.kind === assertion.kind ? citedOptions(expectation.args) : [];
}

/** The `{is, cite}` members that assertion arguments hold, at any depth. */
function citedOptions(args: JsonValue): readonly CitedOption[] {
  if (Array.isArray(args)) return (args as readonly JsonValue[]).flatMap(citedOptions);
  if (!isJsonObject(args)) return [];
  const { is, cite } = args;
  if (is === undefined || cite === undefined) return Object.values(args).flatMap(citedOptions);
  const sources = (Array.isArray(cite) ? (cite as readonly JsonValue[]) : [cite]).map(String);
  return [{ asks: typeof is === 'string' ? is : JSON.stringify(is), sources }];
}

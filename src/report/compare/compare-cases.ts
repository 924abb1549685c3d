import type { CaseResult, RequirementResult } from '../../model/result.ts';
import { flatters, type Verdict } from '../../model/verdict.ts';
import { EXCLUSION_WORDS, reasonOf } from '../words.ts';
import type { CaseChange, ComparedRun, Direction, RequirementChange } from './comparison.ts';

/** Cases that came out otherwise, are gone or are new: in the order of the later run, and then those that are gone. */
export function caseChanges(before: ComparedRun, after: ComparedRun): readonly CaseChange[] {
  return pairs(before.result.cases, after.result.cases)
    .filter(([left, right]) => left?.verdict !== right?.verdict)
    .map(([left, right, one]) => ({
      id: one.id,
      title: one.title,
      ...verdictsOf(left, right),
      direction: directionOf(left?.verdict, right?.verdict),
      ...(right === undefined ? leftOut(one.id, after) : right.verdict === 'pass' ? {} : finding(right)),
    }));
}

/** Requirements that came out otherwise, or that more or fewer cases verify. */
export function requirementChanges(before: ComparedRun, after: ComparedRun): readonly RequirementChange[] {
  return pairs(before.result.requirements, after.result.requirements)
    .map(([left, right, one]) => ({
      id: one.id,
      text: one.text,
      ...verdictsOf(left, right),
      cases: [casesOf(left), casesOf(right)] as const,
      direction: directionOf(left?.verdict, right?.verdict),
    }))
    .filter(({ before, after, cases: [earlier, later] }) => before !== after || earlier !== later);
}

/**
 * What is new and passed is better, what is new and did not is worse; what is gone shows nothing any more. What neither run judged is
 * neither.
 */
function directionOf(before: Verdict | undefined, after: Verdict | undefined): Direction {
  if (before === after) return 'other';
  if (before === undefined) return after === 'pass' ? 'better' : 'worse';
  return after === undefined || flatters(before, after) ? 'worse' : 'better';
}

interface Judged {
  readonly id: string;
  readonly verdict?: Verdict;
}

type Pair<One> =
  | readonly [before: One | undefined, after: One, one: One]
  | readonly [before: One, after: undefined, one: One];

function pairs<One extends Judged>(before: readonly One[], after: readonly One[]): readonly Pair<One>[] {
  const earlier = new Map(before.map((one) => [one.id, one]));
  const ids = new Set(after.map(({ id }) => id));
  return [
    ...after.map((one) => [earlier.get(one.id), one, one] as const),
    ...before.filter(({ id }) => !ids.has(id)).map((one) => [one, undefined, one] as const),
  ];
}

const verdictsOf = (left: Judged | undefined, right: Judged | undefined) => ({
  ...(left?.verdict !== undefined && { before: left.verdict }),
  ...(right?.verdict !== undefined && { after: right.verdict }),
});

const casesOf = (one: RequirementResult | undefined): number =>
  one === undefined ? 0 : one.positive.length + one.negative.length;

/** A case may be gone because it was left out of the run, or because the suites have it no more. */
function leftOut(id: string, { result }: ComparedRun): { readonly finding?: string } {
  const excluded = result.excluded.find((one) => one.id === id);
  return { finding: excluded === undefined ? 'the suites have it no more' : EXCLUSION_WORDS[excluded.reason] };
}

function finding(one: CaseResult): { readonly finding?: string } {
  const missed = one.steps.flatMap(({ assertions }) => assertions).find(({ verdict }) => verdict !== 'pass');
  const first = reasonOf(one) ?? missed?.message;
  return first === undefined ? {} : { finding: first };
}

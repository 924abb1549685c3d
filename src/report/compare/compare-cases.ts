import type { CaseResult, RequirementResult } from '../../model/result.ts';
import { flatters, type Verdict } from '../../model/verdict.ts';
import { missedAssertions, missWords, namedOf } from '../missed-assertion.ts';
import { EXCLUSION_WORDS, reasonOf } from '../words.ts';
import type { CaseChange, ComparedRun, Direction, RequirementChange } from './comparison.ts';

/** Cases that came out otherwise, are gone or are new: in the order of the later run, and then those that are gone. */
export function caseChanges(before: ComparedRun, after: ComparedRun): readonly CaseChange[] {
  return pairs(before.result.cases, after.result.cases)
    .filter(([left, right]) => left?.verdict !== right?.verdict || failsOtherwise(left, right))
    .map(([left, right, one]) => {
      const why = exclusionOf(one.id, left === undefined ? before : after);
      // What fails is known to fail, whether or not anybody looked before.
      const isFound = left === undefined && right?.verdict === 'fail';
      const leftOut = (left === undefined || right === undefined) && why !== undefined && !isFound;
      return {
        id: one.id,
        title: one.title,
        ...verdictsOf(left, right),
        direction: leftOut ? 'other' : directionOf(left?.verdict, right?.verdict),
        ...(leftOut && { how: 'left-out', finding: why }),
        ...(failsOtherwise(left, right) && { how: 'fails-otherwise' }),
        ...(leftOut ? {} : findingOf(right)),
      };
    });
}

/** The same verdict for another reason: what is missed now is not what was missed before. */
const failsOtherwise = (left: CaseResult | undefined, right: CaseResult | undefined): boolean =>
  left?.verdict === 'fail' && right?.verdict === 'fail' && missedIn(left) !== missedIn(right);

const missedIn = ({ steps }: CaseResult): string =>
  steps
    .flatMap(({ assertions }) => assertions)
    .flatMap(({ id, verdict }) => (verdict === 'fail' ? [id] : []))
    .join(' ');

/**
 * Requirements that came out otherwise, or that more or fewer cases verify. Where one of these cases was left out of a run by its
 * selection, the verdicts are of different things, and neither is worse.
 */
export function requirementChanges(before: ComparedRun, after: ComparedRun): readonly RequirementChange[] {
  const excluded = new Set([...before.result.excluded, ...after.result.excluded].map(({ id }) => id));
  return pairs(before.result.requirements, after.result.requirements)
    .map(([left, right, one]) => {
      const [earlier, later] = [casesOf(left), casesOf(right)];
      const otherCases = [...earlier, ...later].some(
        (id) => excluded.has(id) && earlier.includes(id) !== later.includes(id),
      );
      return {
        id: one.id,
        text: one.text,
        ...verdictsOf(left, right),
        cases: [earlier.length, later.length] as const,
        direction: otherCases ? ('other' as const) : directionOf(left?.verdict, right?.verdict),
      };
    })
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

const casesOf = (one: RequirementResult | undefined): readonly string[] =>
  one === undefined ? [] : [...one.positive, ...one.negative];

/** Why the selection of a run left a case out; undefined when it did not. */
function exclusionOf(id: string, { result }: ComparedRun): string | undefined {
  const excluded = result.excluded.find((one) => one.id === id);
  return excluded && EXCLUSION_WORDS[excluded.reason];
}

/** What was missed first, or that the case is no more. */
function findingOf(one: CaseResult | undefined): { readonly finding?: string } {
  if (one === undefined) return { finding: 'the suites have it no more' };
  if (one.verdict === 'pass') return {};
  const named = namedOf(missedAssertions(one));
  const first = reasonOf(one) ?? (named && missWords(named));
  return first === undefined ? {} : { finding: first };
}

import { canonicalJson } from '../../model/canonical-json.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FileSet } from '../../model/digest.ts';
import type { JournalEvent, JournalLine } from '../../model/event.ts';
import type { AssertionResult, RunResult } from '../../model/result.ts';
import { JOURNAL, PAYLOAD, RESULTS } from '../format/bundle-layout.ts';
import { rejected } from '../format/finding.ts';

/** Every verdict that comes out otherwise when judged again, by case and assertion. */
export function judgementDifferences(
  recorded: readonly JournalLine[],
  replayed: readonly JournalLine[],
): readonly Diagnostic[] {
  return recorded.flatMap((line, place) => {
    const again = replayed[place];
    if (again === undefined || canonicalJson(line.event) === canonicalJson(again.event)) return [];
    return describe(line.event, again.event).map((message) =>
      rejected('REPLAY_DIFFERS', message, { file: `${PAYLOAD}${JOURNAL}`, line: place + 1 }),
    );
  });
}

function describe(before: JournalEvent, after: JournalEvent): readonly string[] {
  if (before.type === 'step-judged' && after.type === 'step-judged') return inStep(before, after);
  if (before.type === 'case-finished' && after.type === 'case-finished') {
    return [`${before.case} is recorded as ${before.verdict} and comes out as ${after.verdict}`];
  }
  if (before.type === 'run-finished' && after.type === 'run-finished') {
    return [`The run is recorded as ${before.verdict} and comes out as ${after.verdict}`];
  }
  return ['The event comes out otherwise'];
}

type StepJudged = Extract<JournalEvent, { type: 'step-judged' }>;

function inStep({ case: id, step, assertions }: StepJudged, after: StepJudged): readonly string[] {
  const length = Math.max(assertions.length, after.assertions.length);
  return Array.from({ length }, (_, place) => inAssertion(assertions[place], after.assertions[place]))
    .filter((difference) => difference !== undefined)
    .map((difference) => `${id}, step ${step}: ${difference}`);
}

function inAssertion(before: AssertionResult | undefined, after: AssertionResult | undefined): string | undefined {
  if (before === undefined) return `${after?.id} was left out, and comes out as ${after?.verdict}`;
  if (after === undefined) return `${before.id} is recorded as ${before.verdict}, but there is no such assertion`;
  if (before.verdict !== after.verdict) {
    return `${before.id} is recorded as ${before.verdict} and comes out as ${after.verdict}`;
  }
  return canonicalJson(before) === canonicalJson(after) ? undefined : `the details of ${before.id} come out otherwise`;
}

/** Whether results.json is the fold of the journal to the last byte, and which cases are not. */
export function resultDifferences(payload: FileSet, folded: RunResult): readonly Diagnostic[] {
  const bytes = Buffer.from(payload.get(RESULTS) ?? []);
  if (bytes.equals(Buffer.from(canonicalJson(folded)))) return [];
  // Verification has shown that these members are there.
  const stored = JSON.parse(bytes.toString()) as Pick<RunResult, 'cases'>;
  const before = new Map(stored.cases.map((ended) => [ended.id, canonicalJson(ended)]));
  const differing = folded.cases.filter((ended) => before.get(ended.id) !== canonicalJson(ended));
  const named = differing.map(({ id }) => `The results of ${id} are not what the journal says`);
  return (named.length > 0 ? named : ['The results are not what the journal says']).map((message) =>
    rejected('REPLAY_DIFFERS', message, { file: `${PAYLOAD}${RESULTS}` }),
  );
}

/** Whether the files that hold facts of plan and journal hold these: REPORT_DIFFERS. Bundles may do without them. */
export const factDifferences = (payload: FileSet, facts: FileSet): readonly Diagnostic[] =>
  [...facts]
    .filter(([file, bytes]) => payload.has(file) && !Buffer.from(bytes).equals(Buffer.from(payload.get(file) ?? [])))
    .map(([file]) =>
      rejected('REPORT_DIFFERS', `${file} is not what plan and journal give`, { file: `${PAYLOAD}${file}` }),
    );

import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { JournalEvent, JournalLine } from '../model/event.ts';
import type { ClassCounts, ExchangeRecord, Redaction } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { RunPlan } from '../model/plan.ts';
import type { CaseResult, CleanedUp, PreflightResult, RunResult } from '../model/result.ts';
import { conclusion, countVerdicts, type Verdict, type VerdictCounts, verdictOfRun } from '../model/verdict.ts';
import { coverage } from './coverage.ts';
import { type CaseEvent, foldCase, ofCase } from './fold-case.ts';
import { foldRefused } from './fold-refused.ts';
import { notForSubmission } from './not-for-submission.ts';
import { disagreements, sourceStances } from './sources-followed.ts';
import { stageResults } from './stages.ts';
import { waiverObstacles, waiverResults } from './waivers.ts';

type EventOf<Type extends JournalEvent['type']> = Extract<JournalEvent, { type: Type }>;

/**
 * The result of a run: its plan, and what the journal says became of it. Cases stand in plan order however their events
 * were interleaved; a case that did not finish is a skip.
 * @throws HarnessError JOURNAL_BROKEN when the journal holds no start of a run.
 */
export function fold(plan: RunPlan, lines: readonly JournalLine[]): RunResult {
  const events = lines.map(({ event }) => event);
  const started = only(events, 'run-started');
  const ended = only(events, 'run-finished');
  const [first] = lines;
  if (first === undefined || started === undefined) throw noStart();

  const preflight = foldPreflight(events);
  const preflightFailed = preflight.problems.some(isError);
  const eventsOfCase = groupByCase(events);
  const cases = plan.cases.map((planned) =>
    foldCase(planned, eventsOfCase.get(planned.id) ?? [], preflightFailed ? 'preflight' : 'interrupted'),
  );
  const complete = ended !== undefined;
  const facts = { complete, preflightFailed, ...(preflight.observed && { observed: preflight.observed }) };
  const requirements = coverage(plan, cases);
  const stages = stageResults(plan, facts, cases, requirements);
  const waivers = waiverResults(plan, cases, requirements, first.at);
  const redactions = events.flatMap((event) => exchangeIn(event)?.redactions ?? []);
  const values = countClasses(redactions);
  const found = disagreements(plan, cases);
  const { id, title, version, fhirVersion } = plan.api;
  return {
    schema: 'assay/results/1',
    runId: started.runId,
    startedAt: first.at,
    ...(ended && { finishedAt: lines.at(-1)?.at ?? first.at }),
    ...resumptions(lines),
    complete,
    verdict: runVerdict(cases, preflightFailed, ended),
    counts: countByPolarity(cases),
    api: { id, title, version, ...(fhirVersion && { fhirVersion }) },
    engine: plan.engine,
    planDigest: started.planDigest,
    sut: plan.sut,
    preflight,
    heldBack: foldHeldBack(events),
    refused: foldRefused(events),
    cleanedUp: foldCleanUp(plan, events),
    notForSubmission: [...notForSubmission(plan, facts, stages), ...waiverObstacles(waivers)],
    cases,
    excluded: plan.excluded,
    requirements,
    ...(waivers.length > 0 && { waivers }),
    disagreements: found,
    sources: sourceStances(found),
    stages,
    notChecked: cases.reduce((sum, { notChecked }) => sum + notChecked, 0),
    redactions: redactions.length,
    ...(Object.keys(values).length > 0 && { redactedValues: values }),
  };
}

function countClasses(redactions: readonly Redaction[]): ClassCounts {
  const counts: Record<string, number> = {};
  for (const [kind, count] of redactions.flatMap(({ values = {} }) => Object.entries(values)))
    counts[kind] = (counts[kind] ?? 0) + count;
  return counts;
}

function resumptions(lines: readonly JournalLine[]): Pick<RunResult, 'resumed'> {
  const resumed = lines.flatMap(({ at, event }) =>
    event.type === 'run-resumed' ? [{ at, tornBytes: event.tornBytes, unnamed: event.unnamed }] : [],
  );
  return resumed.length === 0 ? {} : { resumed };
}

function foldHeldBack(events: readonly JournalEvent[]): RunResult['heldBack'] {
  const waits = events.flatMap((event) => (event.type === 'held-back' ? [event.waitMs] : []));
  return { times: waits.length, waitedMs: waits.reduce((sum, waitMs) => sum + waitMs, 0) };
}

/** In plan order, whichever was cleaned up first. */
function foldCleanUp(plan: RunPlan, events: readonly JournalEvent[]): readonly CleanedUp[] {
  const places = new Map(plan.cases.map(({ id, index }) => [id, index]));
  const placeOf = ({ case: id }: CleanedUp): number => places.get(id) ?? plan.cases.length;
  return events
    .flatMap((event) => {
      if (event.type !== 'cleaned-up') return [];
      const { type, ...cleanedUp } = event;
      return [cleanedUp];
    })
    .sort((one, other) => placeOf(one) - placeOf(other) || (one.madeBy < other.madeBy ? -1 : 1));
}

function groupByCase(events: readonly JournalEvent[]): ReadonlyMap<string, readonly CaseEvent[]> {
  const groups = new Map<string, CaseEvent[]>();
  for (const event of events) {
    const owned = ofCase(event);
    if (owned === undefined) continue;
    const group = groups.get(owned.case);
    if (group) group.push(owned.event);
    else groups.set(owned.case, [owned.event]);
  }
  return groups;
}

/** What the runner said at its end may be worse than the cases, never better. */
function runVerdict(
  cases: readonly CaseResult[],
  preflightFailed: boolean,
  ended: EventOf<'run-finished'> | undefined,
): Verdict {
  const verdict = verdictOfRun({ cases: verdictsOf(cases), preflightFailed, complete: ended !== undefined });
  return ended === undefined ? verdict : conclusion([verdict, ended.verdict]);
}

function foldPreflight(events: readonly JournalEvent[]): PreflightResult {
  const finished = only(events, 'preflight-finished');
  const exchanges = events.map(exchangeIn).filter((exchange) => exchange?.ref.case === undefined);
  return {
    ...(finished?.observed && { observed: finished.observed }),
    problems: finished?.problems ?? ([] as readonly Diagnostic[]),
    exchanges: exchanges.filter((exchange) => exchange !== undefined),
  };
}

function countByPolarity(cases: readonly CaseResult[]): RunResult['counts'] {
  const count = (counted: readonly CaseResult[]): VerdictCounts => countVerdicts(verdictsOf(counted));
  return {
    all: count(cases),
    positive: count(cases.filter(({ polarity }) => polarity === 'positive')),
    negative: count(cases.filter(({ polarity }) => polarity === 'negative')),
  };
}

const verdictsOf = (cases: readonly CaseResult[]): readonly Verdict[] => cases.map(({ verdict }) => verdict);

const exchangeIn = (event: JournalEvent): ExchangeRecord | undefined =>
  event.type === 'exchange-recorded' ? event.exchange : undefined;

function only<Type extends JournalEvent['type']>(
  events: readonly JournalEvent[],
  type: Type,
): EventOf<Type> | undefined {
  return events.findLast((event): event is EventOf<Type> => event.type === type);
}

function noStart(): HarnessError {
  const message = 'The journal does not begin with the start of a run';
  return new HarnessError({ code: 'JOURNAL_BROKEN', severity: 'error', message });
}

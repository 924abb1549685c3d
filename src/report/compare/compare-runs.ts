import { canonicalJson } from '../../model/canonical-json.ts';
import { sha256 } from '../../model/digest.ts';
import { productOf } from '../title.ts';
import { changesBetween } from './changes.ts';
import { caseChanges, requirementChanges } from './compare-cases.ts';
import type { Change, ComparedRun, Comparison, Direction, RunFacts } from './comparison.ts';
import {
  coverageFacts,
  engineFacts,
  identityFacts,
  inputFacts,
  interfaceOf,
  stageFacts,
  systemFacts,
  waiverFacts,
} from './facts.ts';
import { latencyChanges } from './latency.ts';

/** Why two runs cannot be compared; undefined when they can. */
export function incomparable({ result: before }: ComparedRun, { result: after }: ComparedRun): string | undefined {
  if (before.api.id !== after.api.id) return `One is about ${before.api.id}, the other about ${after.api.id}`;
  if (before.sut.role === after.sut.role) return undefined;
  return `One tests a ${before.sut.role}, the other a ${after.sut.role}`;
}

/**
 * What is different in `after`, so that whoever accepted `before` reads no more than that. Worse are a case or requirement with a worse
 * verdict, one that is gone, a new one that did not pass, and a stage that is no longer complete; a run that stopped is worse than one
 * that did not. What the selection of one run left out, unless it fails in the later one, latency, identity and engine are told and weighed by nobody.
 */
export function compareRuns(before: ComparedRun, after: ComparedRun): Comparison {
  const changesIn = (factsOf: (run: ComparedRun) => ReadonlyMap<string, string>): readonly Change[] =>
    changesBetween(factsOf(before), factsOf(after));
  const cases = caseChanges(before, after);
  const requirements = requirementChanges(before, after);
  const stages = changesIn(stageFacts).map((one) => ({ ...one, direction: stageDirection(one) }));
  const stopped = before.result.complete && !after.result.complete;
  return {
    schema: 'assay/comparison/1',
    before: runFacts(before),
    after: runFacts(after),
    worse: stopped || [...cases, ...requirements, ...stages].some(({ direction }) => direction === 'worse'),
    unlike: changesIn(identityFacts),
    system: changesIn(systemFacts),
    cases,
    requirements,
    coverage: changesIn(coverageFacts),
    stages,
    waivers: changesIn(waiverFacts),
    latency: latencyChanges(before, after),
    inputs: changesIn(inputFacts),
    engine: changesIn(engineFacts),
  };
}

function runFacts({ result, record }: ComparedRun): RunFacts {
  const { runId, startedAt, verdict, counts } = result;
  return {
    runId,
    startedAt,
    verdict,
    counts,
    product: productOf(result),
    interface: interfaceOf(result),
    resultsDigest: record?.resultsDigest ?? sha256(canonicalJson(result)),
    ...(record && { evidence: record.name }),
  };
}

function stageDirection({ before, after }: Change): Direction {
  if (before === 'yes') return 'worse';
  return after === 'yes' ? 'better' : 'other';
}

import type { RunPlan } from '../model/plan.ts';
import type { CaseResult, RequirementResult } from '../model/result.ts';
import type { Stage, StageResult } from '../model/stage.ts';
import { missingIdentity, type SystemUnderTest } from '../model/system-under-test.ts';
import { notGiven, obstacles, type RunFacts } from './obstacles.ts';

/** For each stage of the role under test, whether the run is all that it asks for. A skip is no pass, and a run of our own provider nobody's evidence. */
export function stageResults(
  plan: RunPlan,
  run: RunFacts,
  cases: readonly CaseResult[],
  requirements: readonly RequirementResult[],
): readonly StageResult[] {
  const inTheWay = obstacles(plan, run);
  const verdicts = new Map(cases.map(({ id, verdict }) => [id, verdict]));
  return plan.api.stages
    .filter(({ role }) => role === plan.sut.role)
    .map((stage) => {
      const outcome = (id: string) => verdicts.get(id) ?? 'not-run';
      const that = (wanted: ReturnType<typeof outcome>) => stage.cases.filter((id) => outcome(id) === wanted);
      const passed = that('pass').length;
      const missing = [
        ...lackingFacts(stage, plan.sut),
        ...unverified(stage),
        ...notShown(stage, requirements),
        ...inTheWay,
      ];
      return {
        id: stage.id,
        title: stage.title,
        complete: passed > 0 && passed === stage.cases.length && missing.length === 0,
        required: stage.cases.length,
        passed,
        lacking: { fail: that('fail'), error: that('error'), skip: that('skip'), 'not-run': that('not-run') },
        missing,
      };
    });
}

function lackingFacts({ identity, environment }: Stage, sut: SystemUnderTest): readonly string[] {
  const unknown = missingIdentity(sut).filter((fact) => identity.includes(fact));
  const isElsewhere =
    environment !== undefined &&
    sut.environment !== undefined &&
    sut.environment.toLowerCase() !== environment.toLowerCase();
  return [
    ...(unknown.length > 0 ? [notGiven(unknown)] : []),
    ...(isElsewhere ? [`the environment is ${sut.environment}, not ${environment}`] : []),
  ];
}

/** Requirements of its cases that these passed without showing. */
const notShown = ({ cases }: Stage, requirements: readonly RequirementResult[]): readonly string[] =>
  requirements
    .filter(({ positive, negative }) => [...positive, ...negative].some((id) => cases.includes(id)))
    .flatMap(({ id, notShown: why }) => (why === undefined ? [] : [`${id} is not shown: ${why}`]));

const unverified = ({ unverified: ids }: Stage): readonly string[] =>
  ids.length === 0 ? [] : [`no case verifies ${ids.join(', ')}`];

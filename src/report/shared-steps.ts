import { canonicalJson } from '../model/canonical-json.ts';
import type { CaseResult, StepResult } from '../model/result.ts';
import type { Step } from '../model/suite.ts';
import { groupedBy } from './grouped-by.ts';
import type { ReportInput } from './report-format.ts';

/** A step that sets a scene: as planned, and what came of it in one case. */
interface SceneStep {
  readonly planned: Step;
  readonly of: CaseResult;
  readonly step: StepResult;
}

/** A step by which several cases set the same scene: written once, carried out in each with ids and times of its own. */
export interface SharedStep {
  /** Its id; numbered when an earlier one is called the same. */
  readonly name: string;
  readonly planned: Step;
  /** Where it passed, in plan order. */
  readonly cases: readonly CaseResult[];
  /** What came of it in the first of them. */
  readonly example: StepResult;
}

/** In plan order, by each of the planned steps that are the same. */
export type SharedSteps = ReadonlyMap<Step, SharedStep>;

/** Fewer are shorter when each is told in its case. */
const FEWEST = 3;

/** What is the same in several cases before the step that they are about, and passed. What a person answered is always told in its case. */
export function sharedSteps({ result, plan }: Pick<ReportInput, 'result' | 'plan'>): SharedSteps {
  const planned = new Map(plan.cases.map(({ id, steps }) => [id, steps]));
  const same = groupedBy(
    result.cases.flatMap((one) => sceneOf(one, planned.get(one.id) ?? [])),
    (scene) => canonicalJson(scene.planned),
  ).filter(({ length }) => length >= FEWEST);
  const byId = groupedBy(same, ([first]) => first.planned.id);
  return new Map(
    same.flatMap((scenes) => {
      const [{ planned, step }] = scenes;
      const place = byId.find((others) => others.includes(scenes))?.indexOf(scenes) ?? 0;
      const name = place === 0 ? planned.id : `${planned.id} ${place + 1}`;
      const shared = { name, planned, cases: scenes.map(({ of }) => of), example: step };
      return scenes.map((scene) => [scene.planned, shared] as const);
    }),
  );
}

function sceneOf(one: CaseResult, planned: readonly Step[]): readonly SceneStep[] {
  const act = one.steps.findIndex(({ id }) => id === one.act);
  return one.steps.slice(0, Math.max(0, act)).flatMap((step) => {
    const own = planned.find(({ id }) => id === step.id);
    return step.verdict === 'pass' && own !== undefined && own.kind !== 'attest' ? { planned: own, of: one, step } : [];
  });
}

import type { Requirement } from '../model/requirement.ts';
import type { AssertionResult, CaseResult } from '../model/result.ts';

/** As much of a requirement as says what is asked. */
export type Stated = Pick<Requirement, 'id' | 'level' | 'text'>;

/**
 * What an assertion shows to be met or missed, for those who do not read its expression: the requirements that it names or, when it names
 * none, those of its case that are left to the case as a whole. `requirements` are those of the interface or of the run.
 */
export function requiredBy<One extends Stated>(
  assertion: Pick<AssertionResult, 'verifies'>,
  { verifies, steps }: Pick<CaseResult, 'verifies' | 'steps'>,
  requirements: readonly One[],
): readonly One[] {
  const ids = assertion.verifies ?? leftToTheCase(verifies, steps);
  return requirements.filter(({ id }) => ids.includes(id));
}

/** Requirements that no assertion names; all of them when each is named, since nothing else says what the case is about. */
function leftToTheCase(verifies: readonly string[], steps: CaseResult['steps']): readonly string[] {
  const named = new Set(steps.flatMap(({ assertions }) => assertions).flatMap((one) => one.verifies ?? []));
  const left = verifies.filter((id) => !named.has(id));
  return left.length === 0 ? verifies : left;
}

/** What a case shows to be missed: the requirements of its assertions that failed, each once, in the order of `requirements`. */
export function requirementsMissed<One extends Stated>(
  one: Pick<CaseResult, 'verifies' | 'steps'>,
  requirements: readonly One[],
): readonly One[] {
  const failed = one.steps.flatMap(({ assertions }) => assertions).filter(({ verdict }) => verdict === 'fail');
  const missed = new Set(failed.flatMap((assertion) => requiredBy(assertion, one, requirements)));
  return requirements.filter((requirement) => missed.has(requirement));
}

/** `Required by P24 (MUST): Accepts a booking of a free slot` */
export const requiredWords = ({ id, level, text }: Stated): string => `Required by ${id} (${level}): ${text}`;

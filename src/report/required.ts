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
  one: Pick<CaseResult, 'verifies' | 'steps'>,
  requirements: readonly One[],
): readonly One[] {
  const ids = idsRequired(assertion, one);
  return requirements.filter(({ id }) => ids.includes(id));
}

const idsRequired = (
  { verifies }: Pick<AssertionResult, 'verifies'>,
  one: Pick<CaseResult, 'verifies' | 'steps'>,
): readonly string[] => verifies ?? leftToTheCase(one.verifies, one.steps);

/** Requirements that no assertion names; all of them when each is named, since nothing else says what the case is about. */
function leftToTheCase(verifies: readonly string[], steps: CaseResult['steps']): readonly string[] {
  const named = new Set(steps.flatMap(({ assertions }) => assertions).flatMap((one) => one.verifies ?? []));
  const left = verifies.filter((id) => !named.has(id));
  return left.length === 0 ? verifies : left;
}

/** What cases show to be missed: the requirements of their assertions that failed, each once, in the order of `requirements`. */
export function requirementsMissed<One extends Stated>(
  cases: readonly Pick<CaseResult, 'verifies' | 'steps'>[],
  requirements: readonly One[],
): readonly One[] {
  const missed = new Set(
    cases.flatMap((one) =>
      one.steps
        .flatMap(({ assertions }) => assertions.filter(({ verdict }) => verdict === 'fail'))
        .flatMap((assertion) => idsRequired(assertion, one)),
    ),
  );
  return requirements.filter(({ id }) => missed.has(id));
}

/** `Required by P24 (MUST): Accepts a booking of a free slot` */
export const requiredWords = ({ id, level, text }: Stated): string => `Required by ${id} (${level}): ${text}`;

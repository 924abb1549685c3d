import type { Stage } from '../model/stage.ts';
import type { TestCase, TestSuite } from '../model/suite.ts';
import type { DeclaredStage } from './declared.ts';
import type { Sources } from './sources.ts';

/** The stages of submission.yaml, each with the ids of the cases that it asks for. */
export function stagesOf({ submission }: Sources, suites: readonly TestSuite[]): readonly Stage[] {
  return (submission?.value.stages ?? []).map((stage) => {
    const { id, title, role, cases, identity, environment } = stage;
    const offered = casesFor(stage, suites);
    const named = cases === 'all' ? [] : (cases.requirements ?? []);
    return {
      id,
      title,
      role,
      cases: offered.filter((test) => isAskedFor(test, stage)).map((test) => test.id),
      unverified: named.filter((requirement) => !offered.some(({ verifies }) => verifies.includes(requirement))),
      identity,
      ...(environment === undefined ? {} : { environment }),
    };
  });
}

/** Those that a stage can ask for: cases for our own simulator alone are nobody's evidence. */
export function casesFor({ role }: DeclaredStage, suites: readonly TestSuite[]): readonly TestCase[] {
  return suites
    .filter((suite) => suite.role === role)
    .flatMap(({ cases }) => cases.filter(({ simulatorOnly }) => simulatorOnly === undefined));
}

function isAskedFor({ tags, verifies }: TestCase, { cases }: DeclaredStage): boolean {
  if (cases === 'all') return true;
  const { tags: wanted, requirements, without = [] } = cases;
  if (tags.some((tag) => without.includes(tag))) return false;
  return (
    (wanted === undefined && requirements === undefined) ||
    tags.some((tag) => wanted?.includes(tag)) ||
    verifies.some((requirement) => requirements?.includes(requirement))
  );
}

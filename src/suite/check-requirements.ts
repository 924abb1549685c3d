import { mustBeTested, type Requirement } from '../model/requirement.ts';
import type { TestSuite } from '../model/suite.ts';
import { errorAt, items, type Located, member, type Report, sourceOf } from './located.ts';
import type { Sources } from './sources.ts';

/** Reports each id and alias that stands for two requirements. */
export function checkRequirementIds({ requirements }: Sources, report: Report): void {
  const seen = new Set<string>();
  for (const requirement of rowsOf(requirements)) {
    for (const name of [member(requirement, 'id'), member(requirement, 'alias')]) {
      if (name === undefined) continue;
      if (seen.has(name.value)) {
        const message = `Two requirements are called "${name.value}"`;
        report(errorAt(sourceOf(name), 'DUPLICATE_ID', message, 'Give each an id and an alias of its own.'));
      }
      seen.add(name.value);
    }
  }
}

/** Reports each requirement that no case verifies: with a warning where one should, and else for information. */
export function checkCoverage({ requirements }: Sources, suites: readonly TestSuite[], report: Report): void {
  const verified = new Set(suites.flatMap(({ cases }) => cases.flatMap(({ verifies }) => verifies)));
  for (const requirement of rowsOf(requirements)) {
    if (verified.has(requirement.value.id)) continue;
    report({
      code: 'REQUIREMENT_NOT_VERIFIED',
      severity: mustBeTested(requirement.value) ? 'warning' : 'information',
      message: `No case verifies "${requirement.value.id}"${INSTEAD[requirement.value.assessed]}`,
      ...(requirement.value.assessed === 'automated' && { hint: HINT }),
      location: { source: sourceOf(requirement) },
    });
  }
}

const HINT = 'Name it under `verifies` of a case, or say that it is attested or witnessed.';

const INSTEAD: Readonly<Record<Requirement['assessed'], string>> = {
  automated: '',
  attested: ': the supplier states how it is met',
  witnessed: ': a reviewer sees that it is met',
};

const rowsOf = (requirements: Sources['requirements']): readonly Located<Requirement>[] =>
  requirements === undefined ? [] : items(member(requirements, 'requirements'));

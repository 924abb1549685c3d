import { items, member, type Report, sourceOf } from './located.ts';
import type { Sources } from './sources.ts';

/** Warns of each requirement that must be met, could be tested, and is verified by no case. */
export function checkRequirements({ requirements, suites }: Sources, report: Report): void {
  if (requirements === undefined) return;
  const verified = new Set(suites.flatMap(({ tests }) => tests.flatMap(({ value }) => value.verifies)));
  for (const requirement of items(member(requirements, 'requirements'))) {
    const { id, level, assessed } = requirement.value;
    if (level !== 'MUST' || assessed !== 'automated' || verified.has(id)) continue;
    report({
      code: 'REQUIREMENT_NOT_VERIFIED',
      severity: 'warning',
      message: `No case verifies "${id}"`,
      hint: 'Name it under `verifies` of a case, or say that it is attested or witnessed.',
      location: { source: sourceOf(requirement) },
    });
  }
}

import type { TestSuite } from '../model/suite.ts';
import { hintFor } from '../schema/suggestion.ts';
import type { DeclaredSelectors, DeclaredStage } from './declared.ts';
import { errorAt, items, type Located, member, type Report, sourceOf } from './located.ts';
import type { Sources } from './sources.ts';
import { casesFor } from './stages.ts';

/** Reports stages of the same name, and each tag and requirement that a stage asks for and nobody knows. */
export function checkStages({ submission, requirements }: Sources, suites: readonly TestSuite[], report: Report): void {
  if (submission === undefined) return;
  const ids = requirements?.value.requirements.map(({ id }) => id) ?? [];
  const seen = new Set<string>();
  for (const stage of items(member(submission, 'stages'))) {
    const { id } = stage.value;
    if (seen.has(id)) {
      const message = `There are two stages "${id}"`;
      report(errorAt(sourceOf(member(stage, 'id') ?? stage), 'DUPLICATE_ID', message, 'Give each an id of its own.'));
    }
    seen.add(id);
    checkSelectors(stage, suites, ids, report);
  }
}

function checkSelectors(
  stage: Located<DeclaredStage>,
  suites: readonly TestSuite[],
  requirements: readonly string[],
  report: Report,
): void {
  const offered = casesFor(stage.value, suites);
  const cases = member(stage, 'cases') ?? stage;
  if (offered.length === 0) {
    const message = `No case is for a ${stage.value.role}`;
    report(errorAt(sourceOf(cases), 'NOTHING_SELECTED', message, 'A stage without cases would be complete at once.'));
  }
  if (stage.value.cases === 'all') return;
  const selectors: Located<DeclaredSelectors> = { ...cases, value: stage.value.cases };
  const tags = new Set(offered.flatMap((test) => test.tags));
  for (const tag of [...items(member(selectors, 'tags')), ...items(member(selectors, 'without'))]) {
    if (tags.has(tag.value)) continue;
    report(errorAt(sourceOf(tag), 'UNKNOWN_TAG', `No case has the tag "${tag.value}"`, hintFor(tag.value, tags)));
  }
  for (const named of items(member(selectors, 'requirements'))) {
    if (requirements.includes(named.value)) continue;
    const message = `There is no requirement "${named.value}"`;
    report(errorAt(sourceOf(named), 'UNKNOWN_REQUIREMENT', message, hintFor(named.value, requirements)));
  }
}

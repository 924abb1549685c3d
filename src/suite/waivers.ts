import type { Requirement } from '../model/requirement.ts';
import type { TestSuite } from '../model/suite.ts';
import { WAIVERS_FILE, type Waiver } from '../model/waiver.ts';
import { hintFor } from '../schema/suggestion.ts';
import type { DeclaredWaiver } from './declared.ts';
import { errorAt, items, type Located, member, type Report, sourceOf } from './located.ts';
import type { Sources } from './sources.ts';

/** The waivers of a run, in the order of their file. */
export const waiversOf = (sources: Sources): readonly Waiver[] => declared(sources).map(waiverOf);

function waiverOf(waiver: Located<DeclaredWaiver>): Waiver {
  const { requirement, case: id, ...terms } = waiver.value;
  const subject =
    id === undefined ? { of: 'requirement' as const, id: requirement ?? '' } : { of: 'case' as const, id };
  return { ...subject, ...terms, source: { ...sourceOf(waiver), file: WAIVERS_FILE } };
}

/** Reports each waiver of something that does not exist, and the second one of the same thing. */
export function checkWaivers(
  sources: Sources,
  requirements: readonly Requirement[],
  suites: readonly TestSuite[],
  report: Report,
): void {
  const known = {
    requirement: requirements.map(({ id }) => id),
    case: suites.flatMap(({ cases }) => cases.map(({ id }) => id)),
  };
  const seen = new Set<string>();
  for (const waiver of declared(sources)) {
    const { of, id } = waiverOf(waiver);
    const at = sourceOf(member(waiver, of) ?? waiver);
    if (!known[of].includes(id)) {
      const code = of === 'case' ? 'UNKNOWN_CASE' : 'UNKNOWN_REQUIREMENT';
      report(errorAt(at, code, `There is no ${of} "${id}"`, hintFor(id, known[of])));
    }
    if (seen.has(`${of} ${id}`)) {
      const message = `There are two waivers of the ${of} "${id}"`;
      report(errorAt(at, 'DUPLICATE_ID', message, 'Put what they say into one.'));
    }
    seen.add(`${of} ${id}`);
  }
}

const declared = ({ waivers }: Sources): readonly Located<DeclaredWaiver>[] =>
  waivers === undefined ? [] : items(member(waivers, 'waivers'));

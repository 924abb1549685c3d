import type { JsonValue } from '../model/json.ts';
import { hintFor } from '../schema/suggestion.ts';
import type { DeclaredAssertion, DeclaredStep } from './declared.ts';
import type { Library } from './library.ts';
import { errorAt, items, type Located, member, members, type Report, sourceOf } from './located.ts';

/** The steps of the fragments named, in order. A fragment sets its scene once, however often it is named. */
export function stepsGiven(
  given: Located<readonly string[]> | undefined,
  library: Library,
  report: Report,
): readonly Located<DeclaredStep>[] {
  const seen = new Set<string>();
  const stepsOf = (
    names: Located<readonly string[]> | undefined,
    trail: readonly string[],
  ): readonly Located<DeclaredStep>[] =>
    items(names).flatMap((name) => {
      const fragment = library.fragments.get(name.value);
      if (fragment === undefined) {
        const hint = hintFor(name.value, library.fragments.keys());
        report(errorAt(sourceOf(name), 'UNKNOWN_FRAGMENT', `There is no fragment "${name.value}"`, hint));
        return [];
      }
      if (trail.includes(name.value)) {
        reportCircle(name, trail, report);
        return [];
      }
      if (seen.has(name.value)) return [];
      seen.add(name.value);
      return items(fragment).flatMap((part) =>
        isStep(part) ? [part] : stepsOf(member(part as Located<Inclusion>, 'given'), [...trail, name.value]),
      );
    });
  return stepsOf(given, []);
}

interface Inclusion {
  readonly given: readonly string[];
}

export function isStep(part: Located<DeclaredStep | Inclusion>): part is Located<DeclaredStep> {
  return !('given' in part.value);
}

/** The assertions of a list with those of the checks that it uses put in place. */
export function assertionsUsed(
  expect: Located<readonly DeclaredAssertion[]> | undefined,
  library: Library,
  report: Report,
  trail: readonly string[] = [],
): readonly Located<DeclaredAssertion>[] {
  return items(expect).flatMap((assertion) => {
    const used = member(assertion, 'use') as Located<string> | undefined;
    if (used === undefined) return [assertion];
    const check = library.checks.get(used.value);
    if (check === undefined) {
      const hint = hintFor(used.value, library.checks.keys());
      report(errorAt(sourceOf(used), 'UNKNOWN_CHECK', `There is no check "${used.value}"`, hint));
      return [];
    }
    if (trail.includes(used.value)) {
      reportCircle(used, trail, report);
      return [];
    }
    return assertionsUsed(check, library, report, [...trail, used.value]);
  });
}

/** What an assertion asks for, by its kind: a single member. */
export function askedBy(
  assertion: Located<DeclaredAssertion>,
): readonly (readonly [kind: string, Located<JsonValue>])[] {
  return members<JsonValue>(assertion).filter(([name]) => name !== 'verifies' && name !== 'says');
}

/** One circle is one fault, wherever it was entered: it is reported where it leads back to the first of its names. */
function reportCircle(name: Located<string>, trail: readonly string[], report: Report): void {
  const circle = trail.slice(trail.indexOf(name.value));
  if (circle.some((other) => other < name.value)) return;
  const message = `"${name.value}" contains itself: ${[...circle, name.value].join(' -> ')}`;
  report(errorAt(sourceOf(name), 'CIRCULAR_REFERENCE', message));
}

import { hintFor } from '../schema/suggestion.ts';
import type { DeclaredTest } from './declared.ts';
import type { Library } from './library.ts';
import { errorAt, type Located, member, type Report, sourceOf } from './located.ts';
import type { Sources } from './sources.ts';

/** The tests of all suites of an interface. */
export interface Tests {
  readonly byId: ReadonlyMap<string, Located<DeclaredTest>>;
  /** Those whose declaration has faults of its own: nothing more is said of them. */
  readonly faulty: ReadonlySet<string>;
}

/** The tests by their ids, which are unique across the suites of an interface as those of the suites are. */
export function testsOf({ suites, faulty }: Sources, library: Library, report: Report): Tests {
  const suiteIds = new Set<string>();
  const byId = new Map<string, Located<DeclaredTest>>();
  for (const { declared, tests } of suites) {
    const { suite, api: of } = declared.value;
    const [suiteAt, apiAt] = [member(declared, 'suite') ?? declared, member(declared, 'api') ?? declared];
    if (suiteIds.has(suite)) report(duplicate(suiteAt, `There are two suites "${suite}"`));
    suiteIds.add(suite);
    if (of !== library.api.id) {
      const message = `The suite is for "${of}", but its folder holds "${library.api.id}"`;
      report(errorAt(sourceOf(apiAt), 'WRONG_VALUE', message, hintFor(of, [library.api.id])));
    }
    for (const test of tests) {
      const { id } = test.value;
      if (byId.has(id)) report(duplicate(member(test, 'id') ?? test, `There are two cases "${id}"`));
      else byId.set(id, test);
    }
  }
  return { byId, faulty };
}

const duplicate = (at: Located<unknown>, message: string) =>
  errorAt(sourceOf(at), 'DUPLICATE_ID', message, 'Ids are unique across the suites of an interface.');

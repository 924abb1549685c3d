import type { Diagnostic } from '../model/diagnostic.ts';
import type { Selection } from '../model/plan.ts';
import type { TestCase, TestSuite } from '../model/suite.ts';
import type { Role } from '../model/system-under-test.ts';
import { hintFor } from '../schema/suggestion.ts';

/** Whether a case is asked for: by one of the filters, and by one of the tags, where there are any. */
export function isSelected(test: TestCase, suite: TestSuite, { filter, tags }: Selection): boolean {
  const byFilter = filter.length === 0 || filter.some((part) => isNamed(part, test, suite));
  const byTag = tags.length === 0 || tags.some((tag) => test.tags.includes(tag));
  return byFilter && byTag;
}

function isNamed(part: string, { id, title }: NamedCase, suite: Pick<NamedSuite, 'id'>): boolean {
  return [id, title, suite.id].some((text) => text.toLowerCase().includes(part.toLowerCase()));
}

export type Selectors = Pick<Selection, 'filter' | 'tags'>;

/** What a selector can name of a suite, long before all that it says is in place. */
interface NamedSuite {
  readonly id: string;
  readonly cases: readonly NamedCase[];
}

type NamedCase = Pick<TestCase, 'id' | 'title'> & Partial<Pick<TestCase, 'tags'>>;

/** Each filter and each tag that fits no case at all, even when another one does: it was meant to. */
export function idleSelectors(suites: readonly NamedSuite[], { filter, tags }: Selectors): readonly Diagnostic[] {
  const known = new Set(suites.flatMap(({ cases }) => cases.flatMap((test) => test.tags ?? [])));
  const names = (part: string): boolean =>
    suites.some((suite) => suite.cases.some((test) => isNamed(part, test, suite)));
  return [
    ...filter.filter((part) => part.trim() === '').map(() => nothingSelected('A --filter is empty', LIST)),
    ...filter
      .filter((part) => !names(part))
      .map((part) => nothingSelected(`No id, title or suite of a case contains "${part}"`, LIST)),
    ...tags
      .filter((tag) => !known.has(tag))
      .map((tag) => nothingSelected(`No case has the tag "${tag}"`, hintFor(tag, known))),
  ];
}

const LIST = '`assay list` shows the ids, titles and suites that --filter can name.';

const nothingSelected = (message: string, hint: string): Diagnostic => ({
  code: 'NOTHING_SELECTED',
  severity: 'error',
  message,
  hint,
});

/** Every selector fits some case, and yet no case is left to run for the role. */
export function nothingLeft(role: Role, suites: readonly TestSuite[]): Diagnostic {
  const roles = [...new Set(suites.map((suite) => suite.role))];
  if (!roles.includes(role)) {
    return nothingSelected(
      `The interface has no suites for a ${role}`,
      `It has some for a ${roles.join(' and a ')}: say --role ${roles[0]}.`,
    );
  }
  const hint = 'A case must fit a --filter and a --tag, be of the role, and not be for the reference provider only.';
  return nothingSelected('No case is selected', hint);
}

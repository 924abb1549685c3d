import { counted } from '../model/counted.ts';
import { SHORTFALLS, type StageResult } from '../model/stage.ts';

const SHORTFALL_WORDS: Readonly<Record<(typeof SHORTFALLS)[number], string>> = {
  fail: 'failed',
  error: 'could not be judged',
  skip: 'skipped',
  'not-run': 'not run',
};

/** What became of some of the cases that a stage asks for: `2 cases failed`, and which. */
export interface CasesLacking {
  readonly words: string;
  readonly ids: readonly string[];
}

export function casesLacking({ lacking }: StageResult): readonly CasesLacking[] {
  return SHORTFALLS.filter((shortfall) => lacking[shortfall].length > 0).map((shortfall) => ({
    words: `${counted(lacking[shortfall].length, 'case')} ${SHORTFALL_WORDS[shortfall]}`,
    ids: lacking[shortfall],
  }));
}

/** All that a stage asks for and a run does not have, in one line with at most so many cases of each kind named. */
export function stageLacks(stage: StageResult, mostNamed: number): string {
  const cases = casesLacking(stage).map(({ words, ids }) => {
    const more = ids.length - mostNamed;
    return `${words} (${ids.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
  });
  return [...cases, ...stage.missing].join('; ');
}

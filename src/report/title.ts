import type { RunResult } from '../model/result.ts';

/** What was tested against which interface; the title of a report. */
export function titleOf({ sut, api }: Pick<RunResult, 'sut' | 'api'>): string {
  const system = sut.name ? [sut.name, sut.version].filter(Boolean).join(' ') : 'A system that was not identified';
  return `${system}: ${api.title}`;
}

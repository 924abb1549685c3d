import type { Replay } from '../evidence/replay/replay.ts';
import { NOT_RECOMPUTED } from '../evidence/verify/verification.ts';
import { counted, grouped } from '../model/counted.ts';
import { renderDiagnostic } from './render-diagnostic.ts';

export const recomputedWords = ({ compared }: Replay): string =>
  compared.cases === 0 ? NOT_RECOMPUTED : 'verdicts recomputed from the recorded bytes';

/** What came out otherwise, and how much was compared. */
export function comparedLines({ findings, compared }: Replay): readonly string[] {
  const { cases, assertions, fromJournal, requests, reports } = compared;
  return [
    ...findings.map((one) => renderDiagnostic(one)),
    `composed ${counted(requests, 'request')} again from the plan`,
    `judged   ${counted(cases, 'case')}, ${counted(assertions, 'assertion')}; ${grouped(fromJournal)} more ${fromJournal === 1 ? 'rests' : 'rest'} on what was redacted or never sent`,
    `rendered ${reports.length === 0 ? 'nothing' : reports.join(', ')}`,
  ];
}

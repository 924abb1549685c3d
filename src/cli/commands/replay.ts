import { type Replay, replay as replayBundle } from '../../evidence/replay/replay.ts';
import { type EvidenceOf, evidenceOf } from '../../evidence/review/evidence-of.ts';
import { NOT_RECOMPUTED } from '../../evidence/verify/verification.ts';
import { counted, grouped } from '../../model/counted.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import { readBundle } from '../bundle-file.ts';
import { colour } from '../colour.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { readEngine } from '../engine.ts';
import { expectedSuites } from '../expected-suites.ts';
import { exitOf, outcomeWord } from '../outcome.ts';
import { renderDiagnostic } from '../render-diagnostic.ts';
import { outcomeLine } from '../verification-lines.ts';

export interface ReplayOptions {
  /** Folder of the suites that are to have judged; without it those of this Assay. */
  readonly suites?: string;
  readonly json?: boolean;
}

/** Judges every case of a bundle again, and compares what comes of it with what was sealed. */
export async function replay(bundle: string, options: ReplayOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd, nodeVersion } = context;
  const archive = await readBundle(bundle, cwd);
  if ('problem' in archive) return refuse([archive.problem], terminal);
  const expected = await expectedSuites(options.suites, cwd);
  if ('problem' in expected) return refuse([expected.problem], terminal);
  const replayed = await replayBundle(archive.bytes, { engine: await readEngine(nodeVersion), suites: expected.files });
  const of = replayed.outcome === 'rejected' ? undefined : evidenceOf(archive.bytes);
  const run = of && 'value' in of ? of.value : undefined;
  terminal.out(
    options.json ? `${JSON.stringify({ ...replayed, run })}\n` : `${replayLines(replayed, run).join('\n')}\n`,
  );
  return exitOf([replayed.outcome]);
}

function replayLines(replayed: Replay, run: EvidenceOf | undefined): readonly string[] {
  const { outcome } = replayed;
  // Nobody was asked whom to trust, so this accepts nothing.
  const word = outcome === 'accepted' ? colour.green('REPLAYED') : outcomeWord(outcome);
  return [outcomeLine(word, saidBy(replayed), run), ...comparedLines(replayed), UNCHECKED];
}

const UNCHECKED = 'signer   not checked: assay verify --replay does both';

const saidBy = (replayed: Replay): string =>
  replayed.outcome === 'accepted' ? 'the same verdicts and reports' : recomputedWords(replayed);

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

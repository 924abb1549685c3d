import type { Replay } from '../../evidence/replay/replay.ts';
import { type EvidenceOf, evidenceOf } from '../../evidence/review/evidence-of.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import { readBundle } from '../bundle-file.ts';
import { colour } from '../colour.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { exitOf, outcomeWord } from '../outcome.ts';
import { replayedBy } from '../replayed.ts';
import { comparedLines, recomputedWords } from '../replayed-lines.ts';
import { outcomeLine } from '../verification-lines.ts';

export interface ReplayOptions {
  /** Folder of the suites that are to have judged; without it those of this Assay. */
  readonly suites?: string;
  readonly json?: boolean;
}

/** Judges every case of a bundle again, and compares what comes of it with what was sealed. */
export async function replay(bundle: string, options: ReplayOptions, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const archive = await readBundle(bundle, context.cwd);
  if ('problem' in archive) return refuse([archive.problem], terminal);
  const replayed = await replayedBy(archive.bytes, options.suites, context);
  if ('problem' in replayed) return refuse([replayed.problem], terminal);
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

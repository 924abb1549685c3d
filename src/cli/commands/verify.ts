import { type Replay, replay } from '../../evidence/replay/replay.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import { readBundle } from '../bundle-file.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { readEngine } from '../engine.ts';
import { expectedSuites } from '../expected-suites.ts';
import { exitOf, worstOutcome } from '../outcome.ts';
import { publishedSuites } from '../published-suites.ts';
import { type ReviewOptions, readReview } from '../review.ts';
import { outcomesOf, reviewed, reviewedJson, reviewedLines, unknownStage } from '../reviewed.ts';
import { comparedLines, recomputedWords } from './replay.ts';

export interface VerifyOptions extends ReviewOptions {
  readonly replay?: boolean;
  /** Folder of the suites that are to have judged; without it those of this Assay. */
  readonly suites?: string;
  readonly json?: boolean;
}

/** Checks the seal of a bundle; with `--replay` its verdicts too. */
export async function verify(bundle: string, options: VerifyOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd, now, nodeVersion } = context;
  const review = await readReview(options, { cwd, now, published: () => publishedSuites(options.suites, cwd) });
  const archive = await readBundle(bundle, cwd);
  if ('problem' in review) return refuse([review.problem], terminal);
  if ('problem' in archive) return refuse([archive.problem], terminal);
  const unkept = await review.value.remember();
  if (unkept) return refuse([unkept], terminal);

  const bundleReviewed = reviewed(archive.bytes, review.value);
  const unknown = unknownStage(bundleReviewed, review.value);
  if (unknown) return refuse([unknown], terminal);
  const replayed = options.replay ? await replayedBy(archive.bytes, options.suites, { cwd, nodeVersion }) : undefined;
  if (replayed && 'problem' in replayed) return refuse([replayed.problem], terminal);
  const again = replayed ? [replayed.outcome] : [];
  const outcome = worstOutcome([bundleReviewed.verification.outcome, ...again]);
  const says = replayed ? recomputedWords(replayed) : bundleReviewed.verification.says;
  const lines = options.json
    ? [reviewedJson(bundleReviewed, replayed)]
    : [...reviewedLines(bundleReviewed, { outcome, says }), ...(replayed ? comparedLines(replayed) : [])];
  terminal.out(`${lines.join('\n')}\n`);
  return exitOf([...outcomesOf(bundleReviewed), ...again]);
}

async function replayedBy(
  bytes: Uint8Array,
  suites: string | undefined,
  { cwd, nodeVersion }: Pick<Context, 'cwd' | 'nodeVersion'>,
): Promise<Replay | { readonly problem: Diagnostic }> {
  const expected = await expectedSuites(suites, cwd);
  return 'problem' in expected
    ? expected
    : replay(bytes, { engine: await readEngine(nodeVersion), suites: expected.files });
}

import type { ExitCode } from '../../model/exit-code.ts';
import { readBundle } from '../bundle-file.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { exitOf, worstOutcome } from '../outcome.ts';
import { publishedSuites } from '../published-suites.ts';
import type { replayedBy } from '../replayed.ts';
import { comparedLines, recomputedWords } from '../replayed-lines.ts';
import { type ReviewOptions, readReview } from '../review.ts';
import { outcomesOf, reviewed, reviewedJson, reviewedLines, unknownStage } from '../reviewed.ts';

export interface VerifyOptions extends ReviewOptions {
  readonly replay?: boolean;
  /** Folder of the suites that are to have judged; without it those of this Assay. */
  readonly suites?: string;
  readonly json?: boolean;
}

/** Checks the seal of a bundle; with `--replay` its verdicts too. */
export async function verify(bundle: string, options: VerifyOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd, now } = context;
  const review = await readReview(options, { cwd, now, published: () => publishedSuites(options.suites, cwd) });
  const archive = await readBundle(bundle, cwd);
  if ('problem' in review) return refuse([review.problem], terminal);
  if ('problem' in archive) return refuse([archive.problem], terminal);
  const unkept = await review.value.remember();
  if (unkept) return refuse([unkept], terminal);

  const bundleReviewed = reviewed(archive.bytes, review.value);
  const unknown = unknownStage(bundleReviewed, review.value);
  if (unknown) return refuse([unknown], terminal);
  const replayed = options.replay ? await judgedAgain(archive.bytes, options.suites, context) : undefined;
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

/** Whoever checks the seal alone does not wait for all that judges and reports. */
const judgedAgain: typeof replayedBy = async (...bundle) => (await import('../replayed.ts')).replayedBy(...bundle);

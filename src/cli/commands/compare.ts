import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { HarnessError } from '../../model/harness-error.ts';
import { systemFault } from '../../model/system-fault.ts';
import { compareRuns, incomparable } from '../../report/compare/compare-runs.ts';
import type { ComparedRun } from '../../report/compare/comparison.ts';
import { comparisonHtml } from '../../report/compare/comparison-html.tsx';
import { refuse } from '../command.ts';
import { comparisonText } from '../comparison-text.ts';
import type { Context } from '../context.ts';
import { type RecordedRun, readRun } from '../recorded-run.ts';
import { renderDiagnostic } from '../render-diagnostic.ts';

export interface CompareOptions {
  /** Where a page is written. */
  readonly html?: string;
  readonly json?: boolean;
}

/** Says what is different in the later of two runs. Exit 1 when something got worse. */
export async function compare(
  before: string,
  after: string,
  options: CompareOptions,
  { terminal, cwd }: Context,
): Promise<ExitCode> {
  const earlier = await readRun(before, cwd);
  if ('problems' in earlier) return refuse(earlier.problems, terminal, earlier.exit);
  const later = await readRun(after, cwd);
  if ('problems' in later) return refuse(later.problems, terminal, later.exit);
  for (const note of [...earlier.notes, ...later.notes]) terminal.err(`${renderDiagnostic(note)}\n`);

  const [left, right] = [compared(earlier, before), compared(later, after)];
  const why = incomparable(left, right);
  if (why !== undefined) return refuse([notComparable(why)], terminal);
  const comparison = compareRuns(left, right);
  if (options.html !== undefined) await write(resolve(cwd, options.html), comparisonHtml(comparison, right));
  terminal.out(options.json ? `${JSON.stringify(comparison)}\n` : comparisonText(comparison));
  return comparison.worse ? EXIT.systemUnderTestFailed : EXIT.ok;
}

const compared = ({ input, resultsDigest }: RecordedRun, path: string): ComparedRun => ({
  ...input,
  record: { name: basename(path), resultsDigest },
});

const notComparable = (message: string) =>
  ({ code: 'USAGE', severity: 'error', message, hint: 'Name two runs of the same interface and role.' }) as const;

async function write(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes);
  } catch (cause) {
    const message = `${path} cannot be written: ${systemFault(cause)}`;
    const hint = 'Name another place with --html.';
    throw new HarnessError({ code: 'EVIDENCE_NOT_WRITABLE', severity: 'error', message, hint }, cause);
  }
}

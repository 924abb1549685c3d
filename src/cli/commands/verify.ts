import { disclosedIn } from '../../evidence/disclose/disclosed-in.ts';
import type { RedactionEntry } from '../../evidence/disclose/redactions.ts';
import type { Read } from '../../evidence/format/finding.ts';
import { type Replay, replay } from '../../evidence/replay/replay.ts';
import { outcomeOf } from '../../evidence/verify/verification.ts';
import { verify as verifyBundle } from '../../evidence/verify/verify.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import { readBundle } from '../bundle-file.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { readEngine } from '../engine.ts';
import { expectedSuites } from '../expected-suites.ts';
import { readNamed } from '../named-file.ts';
import { exitOf } from '../outcome.ts';
import { publishedSuites } from '../published-suites.ts';
import { type ReviewOptions, readReview } from '../review.ts';
import { printable } from '../terminal.ts';
import { verificationLines } from '../verification-lines.ts';
import { replayLines } from './replay.ts';

export interface VerifyOptions extends ReviewOptions {
  readonly replay?: boolean;
  /** Folder of the suites that are to have judged; without it those of this Assay. */
  readonly suites?: string;
  /** Path of what the supplier disclosed of one value that has a stand-in. */
  readonly disclosed?: string;
  readonly json?: boolean;
}

/** Checks the seal of a bundle; with `--replay` its verdicts too. */
export async function verify(bundle: string, options: VerifyOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd, now, nodeVersion } = context;
  const review = await readReview(options, { cwd, now, published: () => publishedSuites(options.suites, cwd) });
  const archive = await readBundle(bundle, cwd);
  if ('problem' in review) return refuse([review.problem], terminal);
  if ('problem' in archive) return refuse([archive.problem], terminal);

  const disclosure = options.disclosed === undefined ? undefined : await readNamed(options.disclosed, cwd);
  if (disclosure && 'problem' in disclosure) return refuse([disclosure.problem], terminal);

  const sealed = verifyBundle(archive.bytes, review.value.request);
  const disclosed =
    disclosure && sealed.outcome !== 'rejected' ? disclosedIn(archive.bytes, disclosure.bytes) : undefined;
  const findings = [...sealed.findings, ...(disclosed && 'findings' in disclosed ? disclosed.findings : [])];
  const verification = { ...sealed, findings, outcome: outcomeOf(findings) };
  const replayed = options.replay ? await replayedBy(archive.bytes, options.suites, { cwd, nodeVersion }) : undefined;
  if (replayed && 'problem' in replayed) return refuse([replayed.problem], terminal);
  await review.value.remember();
  if (options.json) terminal.out(`${JSON.stringify({ ...verification, disclosed, replay: replayed })}\n`);
  else
    terminal.out(
      `${[...verificationLines(verification), ...disclosureLines(disclosed), ...(replayed ? replayLines(replayed) : [])].join('\n')}\n`,
    );
  return exitOf([verification.outcome, ...(replayed ? [replayed.outcome] : [])]);
}

function disclosureLines(disclosed: Read<RedactionEntry> | undefined): readonly string[] {
  if (disclosed === undefined || 'findings' in disclosed) return [];
  const { id, class: kind, at, file } = disclosed.value;
  return [printable(`opened   ${id}, a ${kind} at ${at} of ${file}: what was disclosed is what it stands for`)];
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

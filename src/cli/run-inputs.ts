import type { KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import { loadSigner } from '../evidence/seal/load-signer.ts';
import type { SignerFiles } from '../evidence/seal/signer-files.ts';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import { EXIT, type ExitCode } from '../model/exit-code.ts';
import type { Role } from '../model/system-under-test.ts';
import { type Answers, answersNamed, readAnswers } from './answers.ts';
import { Attachments, attachedBy } from './attachments.ts';
import { checkDrive, nobodyAt } from './check-drive.ts';
import type { Context } from './context.ts';
import { recipientOf } from './recipient.ts';
import type { RunOptions } from './run-options.ts';
import { readSettings, type Settings } from './settings.ts';
import { signerFilesOf } from './signing.ts';
import { readStopped, type StoppedRun } from './stopped-run.ts';

/** All that a run is given besides its suites. */
export interface RunInputs {
  readonly settings: Settings;
  /** The run that goes on. */
  readonly stopped: StoppedRun | undefined;
  readonly role: Role;
  /** Folder for the certificates with which a client under test calls; absolute. */
  readonly tls: string | undefined;
  readonly signer: SignerFiles;
  readonly answers: Answers | undefined;
  readonly attachments: Attachments;
  /** Paths of what is attached to each case as a whole. */
  readonly attach: ReadonlyMap<string, readonly string[]>;
  /** Whom the openings of redacted values are kept for. */
  readonly recipient: KeyObject | undefined;
}

/** What keeps a run from beginning, and the code to end with where that is not the one for mistakes of the user. */
export interface Unfit {
  readonly problems: readonly Diagnostic[];
  readonly exit?: ExitCode;
}

/** Reads and checks all of it, before anything is written or sent, up to the first that is unfit. */
export async function readRunInputs(
  options: RunOptions,
  context: Context,
): Promise<{ readonly inputs: RunInputs } | Unfit> {
  const { cwd } = context;
  const read = await readSettings(options, context);
  if ('problems' in read) return read;
  const { settings } = read;

  const resumed = options.resume === undefined ? { run: undefined } : readStopped(options.resume, context);
  if ('problems' in resumed) return resumed;
  const stopped = resumed.run;
  const role = stopped?.plan.sut.role ?? options.role ?? 'provider';

  const unfit = await unfitSides(role, settings, options, context);
  if (unfit !== undefined) return unfit;

  const signer = await usableSigner(options, context);
  if ('problems' in signer) return signer;

  const named = answersNamed(options, cwd);
  const answered = named === undefined ? undefined : await readAnswers(named, cwd);
  if (answered !== undefined && 'problems' in answered) return answered;

  const attachments = new Attachments(cwd);
  const attach = attachedBy(options.attach ?? []);
  const ofAnswers = answered?.given.flatMap(({ attachments: paths = [] }) => paths) ?? [];
  const problems = await notAttached([...attach.values()].flat().concat(ofAnswers), attachments);
  if (problems.length > 0) return { problems };

  const recipient = await recipientOf(options.keepOpenings, cwd);
  if ('problem' in recipient) return { problems: [recipient.problem] };

  return {
    inputs: {
      settings,
      stopped,
      role,
      tls: options.tls === undefined ? undefined : resolve(cwd, options.tls),
      signer: signer.files,
      answers: answered,
      attachments,
      attach,
      recipient: recipient.value,
    },
  };
}

/** Whether everybody who is to take part is there: whoever asks the client, and the provider behind a proxy. */
async function unfitSides(
  role: Role,
  { target, drive }: Settings,
  options: RunOptions,
  context: Context,
): Promise<Unfit | undefined> {
  if (role === 'client' && target !== undefined && options.proxy !== true) return { problems: [CLIENT_WITH_TARGET] };
  const unasked = role === 'client' && options.drive === undefined ? await checkDrive(drive, context) : [];
  if (unasked.length > 0) return { problems: unasked };
  const deserted = options.proxy && target !== undefined ? await nobodyAt(target, 'The provider behind the proxy') : [];
  return deserted.length > 0 ? { problems: deserted, exit: EXIT.harness } : undefined;
}

const CLIENT_WITH_TARGET: Diagnostic = {
  code: 'USAGE',
  severity: 'error',
  message: 'A client has no target: it calls the simulator, whose address is told to it',
  hint: 'Leave out --target, ASSAY_TARGET and target of the configuration.',
};

/** A key with which the evidence can be sealed in the end. */
async function usableSigner(options: RunOptions, context: Context): Promise<{ readonly files: SignerFiles } | Unfit> {
  const signer = await signerFilesOf(options, context);
  if ('problem' in signer) return { problems: [signer.problem] };
  const { diagnostics } = await loadSigner(signer.files, context.now());
  return diagnostics.some(isError) ? { problems: diagnostics } : signer;
}

async function notAttached(paths: readonly string[], attachments: Attachments): Promise<readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  for (const path of paths) {
    const problem = await attachments.open(path);
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { homedir, uptime } from 'node:os';
import { join } from 'node:path';
import { HarnessError } from '../model/harness-error.ts';
import { systemFault } from '../model/system-fault.ts';
import { type KeptOriginal, keptOriginal, type Memory } from '../redact/memory.ts';
import type { Context } from './context.ts';

/**
 * The secret that stand-ins of a run follow from, and HMACs under it of what they stand for. It lies beside the keys, never in the
 * evidence, so that a run that stopped can go on with the same stand-ins and its leaks are found; and no longer than until it is sealed.
 * Its file is named after the run and the process that carries the run out: whoever goes on with it renames it, which one alone can do.
 */
export interface RunMemory extends Memory {
  readonly secret: Uint8Array;
}

/** One line for the secret, then one for each value that was replaced. */
export function beginRunMemory(runId: string, secret: Uint8Array, context: Context): RunMemory {
  const path = ownPath(runId, context);
  try {
    mkdirSync(runsFolder(context), { recursive: true, mode: 0o700 });
    writeFileSync(path, `${Buffer.from(secret).toString('base64')}\n`, { mode: 0o600 });
  } catch {
    // Only resuming needs it, and says so.
    return { secret, before: [], keep: () => {} };
  }
  return { secret, before: [], keep: keptIn(path) };
}

/** Why nobody can go on with a run: what it kept is not on this machine or is not whole, or another process carries it out. */
export type NotResumable = 'unknown' | { readonly process: number };

/** Takes over that of a run that stopped. A last line that was cut short is taken away. */
export function takeRunMemory(runId: string, context: Context): RunMemory | NotResumable {
  try {
    const name = readdirSync(runsFolder(context)).find((each) => each.startsWith(`${runId}.`));
    if (name === undefined) return 'unknown';
    const found = join(runsFolder(context), name);
    const holder = Number(name.slice(runId.length + 1));
    if (isRunning(holder) && !isOfEarlierBoot(found)) return { process: holder };
    const path = ownPath(runId, context);
    // Another process may have been quicker, and is found now.
    if (!isRenamed(found, path)) return takeRunMemory(runId, context);
    return memoryIn(path) ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

/** False when it is there no more. */
function isRenamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return false;
    throw cause;
  }
}

function memoryIn(path: string): RunMemory | undefined {
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf('\n') + 1;
  const [secret = '', ...lines] = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
  const before = lines.map((line) => JSON.parse(line) as unknown);
  if (whole === 0 || before.some((one) => keptOriginal(one) !== undefined)) return undefined;
  truncateSync(path, whole);
  // The shape was checked line by line.
  return { secret: Buffer.from(secret, 'base64'), before: before as readonly KeptOriginal[], keep: keptIn(path) };
}

/** Whether a process other than this one is there. */
function isRunning(id: number): boolean {
  if (id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (cause) {
    // It is somebody else's.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}

/** Since then, others have the numbers of its processes. */
const isOfEarlierBoot = (path: string): boolean => statSync(path).mtimeMs < Date.now() - uptime() * 1_000;

export function forgetRunMemory(runId: string, context: Context): void {
  rmSync(ownPath(runId, context), { force: true });
}

/** What cannot be kept may not be written either: nobody would find it again. */
const keptIn =
  (path: string): Memory['keep'] =>
  (one) => {
    try {
      appendFileSync(path, `${JSON.stringify(one)}\n`);
    } catch (cause) {
      const message = `${path} cannot be written: ${systemFault(cause)}`;
      const hint = 'See to space and permissions there, then resume the run.';
      throw new HarnessError({ code: 'EVIDENCE_NOT_WRITABLE', severity: 'error', message, hint }, cause);
    }
  };

const runsFolder = ({ env }: Context): string =>
  join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'assay', 'runs');

const ownPath = (runId: string, context: Context): string => join(runsFolder(context), `${runId}.${process.pid}`);

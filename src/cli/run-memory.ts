import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { HarnessError } from '../model/harness-error.ts';
import { systemFault } from '../model/system-fault.ts';
import { type KeptOriginal, keptOriginal, type Memory } from '../redact/memory.ts';
import type { Context } from './context.ts';

/**
 * The secret that stand-ins of a run follow from, and HMACs under it of what they stand for. It lies beside the keys, never in the
 * evidence, so that a run that stopped can go on with the same stand-ins and its leaks are found; and no longer than until it is sealed.
 */
export interface RunMemory extends Memory {
  readonly secret: Uint8Array;
}

/** One line for the secret, then one for each value that was replaced. */
export function beginRunMemory(runId: string, secret: Uint8Array, context: Context): RunMemory {
  const path = pathOf(runId, context);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, `${Buffer.from(secret).toString('base64')}\n`, { mode: 0o600 });
  } catch {
    // Only resuming needs it, and says so.
    return { secret, before: [], keep: () => {} };
  }
  return { secret, before: [], keep: keptIn(path) };
}

/** That of a run that stopped; undefined when it is not on this machine or is not whole. A last line that was cut short is taken away. */
export function runMemory(runId: string, context: Context): RunMemory | undefined {
  const path = pathOf(runId, context);
  try {
    const bytes = readFileSync(path);
    const whole = bytes.lastIndexOf('\n') + 1;
    const [secret = '', ...lines] = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
    const before = lines.map((line) => JSON.parse(line) as unknown);
    if (whole === 0 || before.some((one) => keptOriginal(one, '') !== undefined)) return undefined;
    truncateSync(path, whole);
    // The shape was checked line by line.
    return { secret: Buffer.from(secret, 'base64'), before: before as readonly KeptOriginal[], keep: keptIn(path) };
  } catch {
    return undefined;
  }
}

export function forgetRunMemory(runId: string, context: Context): void {
  rmSync(pathOf(runId, context), { force: true });
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

const pathOf = (runId: string, { env }: Context): string =>
  join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'assay', 'runs', runId);

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Context } from './context.ts';

/**
 * The secret that stand-ins of a run follow from. It lies beside the keys, never in the evidence, so that a run that stopped can go on with
 * the same stand-ins; and no longer than until the run has its end.
 */
export function keepRunSecret(runId: string, secret: Uint8Array, context: Context): void {
  const path = pathOf(runId, context);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, secret, { mode: 0o600 });
  } catch {
    // Only resuming needs it, and says so.
  }
}

export function runSecret(runId: string, context: Context): Uint8Array | undefined {
  try {
    return readFileSync(pathOf(runId, context));
  } catch {
    return undefined;
  }
}

export function forgetRunSecret(runId: string, context: Context): void {
  rmSync(pathOf(runId, context), { force: true });
}

const pathOf = (runId: string, { env }: Context): string =>
  join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'assay', 'runs', runId);

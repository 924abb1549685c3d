import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import { systemFault } from '../model/system-fault.ts';

/** Where references lead: the environment, and the folder in which assay runs. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

export const REFERENCE_PATTERN = '^(env|file):.+$';

const REFERENCE = /^(env|file):(.+)$/s;

export type ReadReference = { readonly bytes: Uint8Array } | { readonly problem: Diagnostic };

/** What stands behind `env:NAME` or `file:PATH`; undefined when the text is no reference. Code: SECRET_NOT_READ. */
export async function readReference(text: string, { env, cwd }: Surroundings): Promise<ReadReference | undefined> {
  const [, source, from = ''] = REFERENCE.exec(text) ?? [];
  if (source === undefined) return undefined;
  return source === 'env' ? fromEnvironment(from, env) : await fromFile(from, cwd);
}

/** A text without the line end that editors leave. */
export const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('utf8')
    .replace(/\r?\n$/, '');

/** The bits of a file's mode that let anyone but its owner read or write it. */
const OTHERS = 0o077;

/** That others than its owner may read the file of a private reference. Code: KEY_PERMISSIONS. */
export async function openToOthers(text: string, { cwd }: Surroundings): Promise<Diagnostic | undefined> {
  const [, source, path = ''] = REFERENCE.exec(text) ?? [];
  if (source !== 'file') return undefined;
  const found = await stat(resolve(cwd, path)).catch(() => undefined);
  if (found === undefined || !found.isFile() || (found.mode & OTHERS) === 0) return undefined;
  return {
    code: 'KEY_PERMISSIONS',
    severity: 'error',
    message: `Others than its owner may read or change ${path}`,
    hint: `chmod 600 ${path}`,
  };
}

function fromEnvironment(name: string, env: Surroundings['env']): ReadReference {
  const value = env[name];
  return value === undefined || value === ''
    ? unread(`The environment has no ${name}`, `Set it: ${name}=… assay run …`)
    : { bytes: Buffer.from(value) };
}

async function fromFile(path: string, cwd: string): Promise<ReadReference> {
  try {
    const bytes = await readFile(resolve(cwd, path));
    return textOf(bytes) === '' ? unread(`${path} is empty`, 'It must hold the secret alone.') : { bytes };
  } catch (cause) {
    return unread(
      `${path} cannot be read: ${systemFault(cause)}`,
      'Paths are relative to the folder in which assay runs.',
    );
  }
}

const unread = (message: string, hint: string): ReadReference => ({
  problem: { code: 'SECRET_NOT_READ', severity: 'error', message, hint },
});

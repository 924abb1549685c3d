import { createReadStream } from 'node:fs';
import { access, constants, readdir, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Context } from '../context.ts';
import { notReadable } from '../named-file.ts';

/** A file that is to be validated, or standard input. */
export interface Input {
  /** As shown to the user. */
  readonly name: string;
  /** Opens it; to be called once. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

interface FoundInputs {
  /** In the order named; the files of a folder in the order of their paths. Each file once. */
  readonly inputs: readonly Input[];
  /** What cannot be read: nothing is validated then. */
  readonly diagnostics: readonly Diagnostic[];
}

const STDIN = '-';

/** The files that paths name: files, folders with all below them, and `-` for standard input. */
export async function findInputs(
  paths: readonly string[],
  { cwd, stdin }: Pick<Context, 'cwd' | 'stdin'>,
): Promise<FoundInputs> {
  const inputs = new Map<string, Input>();
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    if (path === STDIN) inputs.set(STDIN, { name: 'stdin', open: stdin });
    else {
      const found = await filesAt(path, resolve(cwd, path));
      if ('problem' in found) diagnostics.push(found.problem);
      else
        for (const file of found.files)
          inputs.set(file, { name: shown(file, path, cwd), open: () => createReadStream(file) });
    }
  }
  return { inputs: [...inputs.values()], diagnostics };
}

type Files = { readonly files: readonly string[] } | { readonly problem: Diagnostic };

async function filesAt(path: string, file: string): Promise<Files> {
  try {
    if ((await stat(file)).isDirectory()) return await filesBelow(path, file);
    await access(file, constants.R_OK);
    return { files: [file] };
  } catch (cause) {
    return { problem: notReadable(path, cause) };
  }
}

/** Files that a dot or `node_modules` hides are left aside; links to files are followed, links to folders are not. */
async function filesBelow(path: string, folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    if (!/\.(?:json|xml|ndjson)$/i.test(file) || isHidden(relative(folder, file))) continue;
    if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(file)))) files.push(file);
  }
  if (files.length > 0) return { files: files.sort() };
  const message = `${path} holds no resources`;
  const hint = 'A folder is searched, with all below it, for .json, .xml and .ndjson files.';
  return { problem: { code: 'NOTHING_SELECTED', severity: 'error', message, hint } };
}

const isHidden = (path: string): boolean =>
  path.split(sep).some((part) => part.startsWith('.') || part === 'node_modules');

const isFile = async (file: string): Promise<boolean> => (await stat(file).catch(() => undefined))?.isFile() ?? false;

/** Relative to where the user is, unless the user gave an absolute path. */
const shown = (file: string, path: string, cwd: string): string =>
  path.startsWith(sep) ? file : relative(cwd, file).replaceAll('\\', '/');

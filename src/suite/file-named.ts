import { hintFor } from '../schema/suggestion.ts';
import { errorAt, type Located, type Report, sourceOf } from './located.ts';
import type { OpenedFiles } from './opened-files.ts';

export interface NamedFile {
  /** From the project root. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The file that a suite names below a folder. A name that leads out of it or nowhere is reported where it is written. */
export function fileNamed(
  named: Located<string>,
  folder: string,
  files: OpenedFiles,
  report: Report,
): NamedFile | undefined {
  const name = named.value;
  if (!isInside(name)) {
    const hint = `Name a file below ${folder}/`;
    report(errorAt(sourceOf(named), 'PATH_OUTSIDE_ROOT', `"${name}" leads out of ${folder}/`, hint));
    return undefined;
  }
  const path = `${folder}/${name}`;
  const bytes = files.open(path);
  if (bytes !== undefined) return { path, bytes };
  const names = files.paths.filter((one) => one.startsWith(`${folder}/`)).map((one) => one.slice(folder.length + 1));
  report(errorAt(sourceOf(named), 'FILE_NOT_FOUND', `There is no ${path}`, hintFor(name, names)));
  return undefined;
}

function isInside(name: string): boolean {
  return !/^([A-Za-z]:|[/\\])/.test(name) && !name.split(/[/\\]/).includes('..') && !name.includes('\u0000');
}

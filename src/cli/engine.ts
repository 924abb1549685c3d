import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../model/digest.ts';
import type { Engine } from '../model/plan.ts';

/** The folder of our code: `dist` when built, `src` when not. */
export const CODE = dirname(dirname(fileURLToPath(import.meta.url)));

/** The root of the package: where `suites`, `fixtures` and `package.json` lie. */
export const PACKAGE_ROOT = dirname(CODE);

export async function packageVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/**
 * Names the code that judges: our own files, the FHIR definitions by their digests, and the exact dependencies they run with.
 * What the build compiles follows from these.
 */
export async function readEngine(nodeVersion: string): Promise<Engine> {
  const names = (await readdir(CODE, { recursive: true })).filter(isCode).sort();
  const parts = await Promise.all(names.map(async (name) => `${sha256(await readFile(join(CODE, name)))}  ${name}`));
  const dependencies = await readFile(join(PACKAGE_ROOT, 'package.json'));
  return {
    name: 'assay',
    version: await packageVersion(),
    digest: sha256([...parts, sha256(dependencies)].join('\n')),
    nodeMajor: Number.parseInt(nodeVersion.replace(/^v/, ''), 10),
  };
}

const isCode = (name: string): boolean =>
  (/\.(js|ts|tsx)$/.test(name) && !/\.(test|d)\.tsx?$/.test(name)) || name.endsWith('provenance.json');

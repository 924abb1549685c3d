import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../../model/digest.ts';
import type { FhirVersion } from '../../model/suite.ts';
import { CORE_PREFIX } from '../definitions/store.ts';
import { FORMATS, type ObjectCheck } from './object-check.ts';

/** The check that the build has made from exactly this schema, if any. */
export type Precompiled = (key: string, digest: string) => ObjectCheck | undefined;

type Checks = Readonly<Record<string, ObjectCheck>>;

const require = createRequire(import.meta.url);

/** Where scripts/build.mjs puts the modules: beside this one, in `dist` alone. */
export const PRECOMPILED = new URL('./precompiled/', import.meta.url);

/** The name of the module with the rules of a definition: that of a core type, else a digest of its URL; undefined when it can have none. */
export function moduleName(key: string): string | undefined {
  const url = key.replace(/#.*$/s, '');
  const name = url.startsWith(CORE_PREFIX) ? url.slice(CORE_PREFIX.length) : sha256(url).slice(0, 16);
  return /^[A-Za-z0-9]+$/.test(name) ? name : undefined;
}

/** The modules of a folder, `<version>/<name>.cjs`, each loaded when it is first needed. */
export function precompiledIn(folder: URL, version: FhirVersion): Precompiled {
  const modules = new Map<string, Checks>();
  const load = (name: string): Checks => {
    const file = fileURLToPath(new URL(`${version}/${name}.cjs`, folder));
    return existsSync(file) ? (require(file) as (formats: typeof FORMATS) => Checks)(FORMATS) : {};
  };
  return (key, digest) => {
    const name = moduleName(key);
    if (name === undefined) return undefined;
    const checks = modules.get(name) ?? load(name);
    modules.set(name, checks);
    return checks[digest];
  };
}

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { FhirVersion } from '../../model/suite.ts';
import { CORE_PREFIX } from '../definitions/store.ts';
import { FORMATS, type ObjectCheck } from './object-check.ts';

/** The check that the build has made from exactly this schema, if any. */
export type Precompiled = (key: string, digest: string) => ObjectCheck | undefined;

type Checks = Readonly<Record<string, ObjectCheck>>;

const require = createRequire(import.meta.url);

/** Where scripts/build.mjs puts the modules: beside this one, in `dist` alone. */
export const PRECOMPILED = new URL('./precompiled/', import.meta.url);

/** The modules of a folder, `<version>/<type>.cjs`, each loaded when it is first needed. */
export function precompiledIn(folder: URL, version: FhirVersion): Precompiled {
  const modules = new Map<string, Checks>();
  const load = (type: string): Checks => {
    const file = fileURLToPath(new URL(`${version}/${type}.cjs`, folder));
    return existsSync(file) ? (require(file) as (formats: typeof FORMATS) => Checks)(FORMATS) : {};
  };
  return (key, digest) => {
    const type = /^[A-Za-z]+(?=#|$)/.exec(key.startsWith(CORE_PREFIX) ? key.slice(CORE_PREFIX.length) : '')?.[0];
    if (type === undefined) return undefined;
    const checks = modules.get(type) ?? load(type);
    modules.set(type, checks);
    return checks[digest];
  };
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../model/canonical-json.ts';
import { CODE, PACKAGE_ROOT } from './engine.ts';

/** Beside the code, where the build puts it, and in the payload of a bundle. */
export const SBOM_FILE = 'sbom.cdx.json';

/** What is read of package-lock.json (https://docs.npmjs.com/cli/configuring-npm/package-lock-json). */
interface Lock {
  readonly name: string;
  readonly version: string;
  readonly packages: Readonly<
    Record<
      string,
      { readonly version?: string; readonly integrity?: string; readonly license?: string; readonly dev?: boolean }
    >
  >;
}

/** The bill of materials of this Assay: what was built, else what the lockfile says now. */
export async function ownSbom(): Promise<string> {
  const built = await readFile(join(CODE, SBOM_FILE), 'utf8').catch(() => undefined);
  return built ?? sbomOf(JSON.parse(await readFile(join(PACKAGE_ROOT, 'package-lock.json'), 'utf8')));
}

/**
 * A bill of materials in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/): every package that Assay runs with, by name, version,
 * digest and licence. It names no time and no machine, so that the same lockfile gives the same bytes.
 */
export function sbomOf({ name, version, packages }: Lock): string {
  const components = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version = '', integrity, license }]) => ({
      type: 'library',
      'bom-ref': path,
      ...named(path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), version),
      ...(integrity !== undefined && { hashes: integrity.split(' ').map(hashOf) }),
      ...(license !== undefined && { licenses: [{ expression: license }] }),
    }));
  const component = { type: 'application', 'bom-ref': name, ...named(name, version) };
  return canonicalJson({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: { component }, components });
}

/** Name, group and package URL (https://github.com/package-url/purl-spec): the scope of npm is its namespace. */
function named(full: string, version: string) {
  const [scope, own] = full.startsWith('@') ? full.split('/') : [undefined, full];
  const path = [scope && encodeURIComponent(scope), own].filter((part) => part !== undefined).join('/');
  return { ...(scope && { group: scope }), name: own, version, purl: `pkg:npm/${path}@${version}` };
}

/** Of Subresource Integrity: `sha512-<base64>`. */
function hashOf(integrity: string): { readonly alg: string; readonly content: string } {
  const [algorithm = '', digest = ''] = integrity.split(/-(.*)/s);
  return {
    alg: algorithm.toUpperCase().replace(/^SHA/, 'SHA-'),
    content: Buffer.from(digest, 'base64').toString('hex'),
  };
}

// Published examples and conformance resources, which stay outside of the repository: ../shared/spec-data beside it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileSet } from '../src/model/digest.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../src/model/json.ts';

const ROOT = fileURLToPath(new URL('../../shared/spec-data/', import.meta.url));

/** Files below a folder by path; undefined when the folder is not there. */
export function specFiles(folder: string): FileSet | undefined {
  const top = join(ROOT, folder);
  if (!existsSync(top)) return undefined;
  const paths = readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(paths.map((path) => [relative(top, path), readFileSync(path)]));
}

/** The FHIR resources among JSON files; what is no JSON, or no resource, is left aside. */
export function resourcesIn(files: FileSet): readonly { readonly path: string; readonly resource: JsonObject }[] {
  return [...files].flatMap(([path, bytes]) => {
    const resource = path.endsWith('.json') ? parse(Buffer.from(bytes).toString()) : undefined;
    return isJsonObject(resource) && typeof resource['resourceType'] === 'string' ? [{ path, resource }] : [];
  });
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

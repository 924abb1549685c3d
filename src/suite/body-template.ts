import type { JsonValue } from '../model/json.ts';
import type { BodyTemplate, Template } from '../model/suite.ts';
import { readYaml } from '../schema/read-yaml.ts';
import { hintFor } from '../schema/suggestion.ts';
import { errorAt, type Located, type Report, sourceOf } from './located.ts';
import type { OpenedFiles } from './opened-files.ts';

/** Where templates are looked for. */
export interface Templates {
  /** `fixtures/<api>`. */
  readonly folder: string;
  readonly files: OpenedFiles;
  /** Those read so far: most cases send the same few. */
  readonly read: Map<string, JsonValue | undefined>;
}

export const templatesIn = (folder: string, files: OpenedFiles): Templates => ({ folder, files, read: new Map() });

/** A body as the model has it: what names a file is read from it, what holds placeholders or structure stands for itself. */
export function bodyOf(
  body: Located<JsonValue>,
  templates: Templates,
  report: Report,
): BodyTemplate | Template | undefined {
  const { value } = body;
  return typeof value === 'string' && !value.includes('${') ? readTemplate(body, value, templates, report) : value;
}

function readTemplate(
  body: Located<JsonValue>,
  name: string,
  { folder, files, read }: Templates,
  report: Report,
): BodyTemplate | undefined {
  if (!isInside(name)) {
    const hint = `Name a file below ${folder}/`;
    report(errorAt(sourceOf(body), 'PATH_OUTSIDE_ROOT', `"${name}" leads out of ${folder}/`, hint));
    return undefined;
  }
  const file = `${folder}/${name}`;
  const bytes = files.open(file);
  if (bytes === undefined) {
    const names = files.paths
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1));
    report(errorAt(sourceOf(body), 'FILE_NOT_FOUND', `There is no ${file}`, hintFor(name, names)));
    return undefined;
  }
  if (!read.has(file)) read.set(file, templateIn(file, bytes, report));
  const template = read.get(file);
  return template === undefined ? undefined : { file, template };
}

function isInside(name: string): boolean {
  return !/^([A-Za-z]:|[/\\])/.test(name) && !name.split(/[/\\]/).includes('..') && !name.includes('\u0000');
}

/** JSON is YAML too, and read as such it tells where its mistakes are. Anything else is one text. */
function templateIn(file: string, bytes: Uint8Array, report: Report): JsonValue | undefined {
  const text = new TextDecoder().decode(bytes);
  if (!file.endsWith('.json')) return text;
  const { diagnostics } = readYaml(file, bytes);
  for (const finding of diagnostics) report({ ...finding, code: 'JSON_SYNTAX' });
  if (diagnostics.length > 0) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    report(errorAt({ file, line: 1, column: 1 }, 'JSON_SYNTAX', 'The file is YAML, but not JSON'));
    return undefined;
  }
}

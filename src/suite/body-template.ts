import type { JsonValue } from '../model/json.ts';
import type { BodyTemplate, Template } from '../model/suite.ts';
import { readYaml } from '../schema/read-yaml.ts';
import { fileNamed } from './file-named.ts';
import { errorAt, type Located, type Report } from './located.ts';
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
  return typeof value === 'string' && !value.includes('${')
    ? readTemplate({ ...body, value }, templates, report)
    : value;
}

function readTemplate(
  body: Located<string>,
  { folder, files, read }: Templates,
  report: Report,
): BodyTemplate | undefined {
  const named = fileNamed(body, folder, files, report);
  if (named === undefined) return undefined;
  const { path: file, bytes } = named;
  if (!read.has(file)) read.set(file, templateIn(file, bytes, report));
  const template = read.get(file);
  return template === undefined ? undefined : { file, template };
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

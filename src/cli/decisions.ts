import { DECISIONS, type Decision } from '../evidence/review/countersignature.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import { compileSchema } from '../schema/compile.ts';
import { diagnosticsOf } from '../schema/problem.ts';
import { readYaml } from '../schema/read-yaml.ts';
import { hintFor } from '../schema/suggestion.ts';
import { readNamed } from './named-file.ts';

/** What a reviewer decides of a run. */
interface Decisions {
  /** Name of the person. */
  readonly reviewer: string;
  readonly decisions: readonly Decision[];
}

const text = { type: 'string', minLength: 1, pattern: '\\S' } as const;

/** JSON Schema of a file of decisions. */
export const DECISIONS_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Assay decisions of a reviewer',
  type: 'object',
  required: ['reviewer', 'decisions'],
  additionalProperties: false,
  properties: {
    reviewer: { ...text, description: 'Name of the person who decides' },
    decisions: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['requirement', 'decision', 'reason'],
        additionalProperties: false,
        properties: { requirement: text, decision: { enum: [...DECISIONS] }, reason: text },
      },
    },
  },
} as const satisfies JsonObject;

/** Reads a file of decisions about a run with these requirements; its findings are located in it. */
export async function readDecisions(
  file: string,
  cwd: string,
  requirements: readonly string[],
): Promise<Decisions | { readonly problems: readonly Diagnostic[] }> {
  const read = await readNamed(file, cwd);
  if ('problem' in read) return { problems: [read.problem] };
  const { value, locate, diagnostics } = readYaml(file, read.bytes);
  const misfits = value === undefined ? [] : diagnosticsOf(compileSchema(DECISIONS_SCHEMA)(value), locate);
  if (value === undefined || diagnostics.length + misfits.length > 0) return { problems: [...diagnostics, ...misfits] };
  // The schema has said that it has this shape.
  const given = value as unknown as Decisions;
  const problems = given.decisions.flatMap(({ requirement }, index): readonly Diagnostic[] => {
    const pointer = `/decisions/${index}/requirement`;
    const location = { pointer, source: locate(pointer) };
    const isRepeated = given.decisions.findIndex((one) => one.requirement === requirement) < index;
    const hint = hintFor(requirement, requirements);
    return [
      ...(requirements.includes(requirement)
        ? []
        : [wrong('UNKNOWN_REQUIREMENT', `The run knows no requirement "${requirement}"`, hint, location)]),
      ...(isRepeated
        ? [wrong('DUPLICATE_ID', `"${requirement}" is decided twice`, 'Leave one of them.', location)]
        : []),
    ];
  });
  return problems.length > 0 ? { problems } : given;
}

const wrong = (
  code: Diagnostic['code'],
  message: string,
  hint: string | undefined,
  location: NonNullable<Diagnostic['location']>,
): Diagnostic => ({ code, severity: 'error', message, ...(hint !== undefined && { hint }), location });

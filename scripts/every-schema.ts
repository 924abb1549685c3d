// Every schema that is published, by the name of its file in suites/schema: of what people write, and of what programs read.
import { EVERY_KIND } from '../src/assert/registry.ts';
import { ANSWERS_SCHEMA } from '../src/cli/answers.ts';
import { DECISIONS_SCHEMA } from '../src/cli/decisions.ts';
import { VALIDATION_SCHEMA } from '../src/cli/validation/json-schema.ts';
import { EVIDENCE_SCHEMAS } from '../src/evidence/schema/evidence-schemas.ts';
import type { JsonObject } from '../src/model/json.ts';
import { publishedSchemas } from '../src/suite/schema/published.ts';

export const EVERY_SCHEMA: Readonly<Record<string, JsonObject>> = {
  ...publishedSchemas(EVERY_KIND),
  'answers.schema.json': ANSWERS_SCHEMA,
  'decisions.schema.json': DECISIONS_SCHEMA,
  'validation.schema.json': VALIDATION_SCHEMA,
  ...EVIDENCE_SCHEMAS,
};

import type { JsonObject } from '../../model/json.ts';
import { REQUIREMENT_LEVELS } from '../../model/suite.ts';
import { ROLES } from '../../model/system-under-test.ts';
import { listOf, mapping, TEXT } from './parts.ts';

/** JSON Schema of `requirements.yaml`. */
export const REQUIREMENTS_SCHEMA: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Assay requirements',
  ...mapping(['requirements'], {
    requirements: listOf(
      mapping(['id', 'text', 'level', 'role', 'assessed'], {
        id: TEXT,
        text: TEXT,
        level: { enum: [...REQUIREMENT_LEVELS] },
        role: { enum: [...ROLES] },
        assessed: { enum: ['automated', 'attested', 'witnessed'] },
      }),
    ),
  }),
};

import type { JsonObject } from '../../model/json.ts';
import { ASSESSMENTS, DUE_ENVIRONMENTS, REQUIREMENT_LEVELS, SHOWN_BY } from '../../model/requirement.ts';
import { ROLES } from '../../model/system-under-test.ts';
import { listOf, mapping, TEXT } from './parts.ts';

/** JSON Schema of `requirements.yaml`. */
export const REQUIREMENTS_SCHEMA: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Assay requirements',
  ...mapping(['requirements'], {
    requirements: listOf(
      mapping(['id', 'text', 'level', 'role', 'assessed', 'environment'], {
        id: TEXT,
        alias: TEXT,
        text: TEXT,
        level: { enum: [...REQUIREMENT_LEVELS] },
        role: { enum: [...ROLES] },
        assessed: { enum: [...ASSESSMENTS] },
        environment: { enum: [...DUE_ENVIRONMENTS] },
        shownBy: {
          enum: [...SHOWN_BY],
          description:
            'What it takes beyond cases that pass: the published profiles, and not rules that stand in for them',
        },
      }),
    ),
  }),
};

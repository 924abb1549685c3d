import type { JsonObject } from '../../model/json.ts';
import { IDENTITY_FACTS, ROLES } from '../../model/system-under-test.ts';
import { listOf, mapping, NAME, TEXT } from './parts.ts';

/** Cases that have one of the tags, and those that verify one of the requirements, or all; but none that have one of the tags under `without`. */
const SELECTORS: JsonObject = {
  ...mapping([], { tags: listOf(TEXT), requirements: listOf(TEXT), without: listOf(TEXT) }),
  minProperties: 1,
};

/** JSON Schema of `submission.yaml`. */
export const SUBMISSION_SCHEMA: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Assay stages of submission',
  ...mapping(['stages'], {
    stages: listOf(
      mapping(['id', 'title', 'role', 'cases', 'identity'], {
        id: NAME,
        title: TEXT,
        role: { enum: [...ROLES] },
        cases: { anyOf: [{ type: 'string', enum: ['all'] }, SELECTORS] },
        identity: listOf({ enum: [...IDENTITY_FACTS] }),
        environment: TEXT,
      }),
    ),
  }),
};

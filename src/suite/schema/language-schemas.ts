import type { JsonObject } from '../../model/json.ts';
import { apiSchema } from './api-schema.ts';
import { REDACTION_SCHEMA } from './redaction-schema.ts';
import { REQUIREMENTS_SCHEMA } from './requirements-schema.ts';
import { SIMULATOR_SCHEMA } from './simulator-schema.ts';
import type { KindSchema } from './steps.ts';
import { SUBMISSION_SCHEMA } from './submission-schema.ts';
import { suiteSchema } from './suite-schema.ts';
import { WAIVERS_SCHEMA } from './waivers-schema.ts';

/** The schema of each kind of file that interfaces are made of. */
export const languageSchemas = (kinds: readonly KindSchema[]) =>
  ({
    suite: suiteSchema(kinds),
    api: apiSchema(kinds),
    requirements: REQUIREMENTS_SCHEMA,
    submission: SUBMISSION_SCHEMA,
    simulator: SIMULATOR_SCHEMA,
    waivers: WAIVERS_SCHEMA,
    redaction: REDACTION_SCHEMA,
  }) satisfies Readonly<Record<string, JsonObject>>;

import type { JsonObject } from '../../model/json.ts';
import { POLARITIES, USES } from '../../model/suite.ts';
import { ROLES } from '../../model/system-under-test.ts';
import { LISTEN_FAULTS } from '../../model/tls.ts';
import { listOf, mapOf, mapOfNamed, mapping, NAME, ref, TEXT, TEXTS } from './parts.ts';
import { type KindSchema, stepDefinitions, USE } from './steps.ts';

/** Rows of `each` may fill in parts of it. */
const CASE_ID = '^(?:[A-Za-z0-9]|\\$\\{each\\.\\w+\\})(?:[A-Za-z0-9._-]|\\$\\{each\\.\\w+\\})*$';

const TEST: JsonObject = {
  ...mapping(['title', 'polarity', 'verifies'], {
    each: { ...listOf(mapOf({})), description: 'Rows: the test stands once for each, with ${each.NAME} filled in.' },
    id: { type: 'string', pattern: CASE_ID },
    title: TEXT,
    polarity: { enum: [...POLARITIES] },
    verifies: { ...listOf(TEXT), description: 'Requirement ids.' },
    tags: TEXTS,
    twin: { ...TEXT, description: 'The positive case from which a negative differs.' },
    uses: mapOfNamed({ enum: [...USES] }),
    simulatorOnly: { ...TEXT, description: 'Why the case is sent only to our own simulator.' },
    drive: {
      ...mapping(['do'], { do: TEXT, with: mapOf({}) }),
      description: 'What the client under test is asked to do.',
    },
    listen: {
      ...mapping(['tls'], { tls: { enum: [...LISTEN_FAULTS] } }),
      description: 'What is wrong on purpose with our side when the client under test connects over TLS.',
    },
    given: { ...listOf(TEXT), description: 'Fragments whose steps come first.' },
    steps: listOf(ref('step')),
    act: { ...NAME, description: 'The step that the case is about.' },
    mutate: listOf(ref('mutation')),
    expect: ref('expect'),
  }),
  // A row may give the id instead.
  if: { type: 'object', required: ['each'], properties: { each: true } },
  else: { type: 'object', required: ['id'], properties: { id: true } },
};

/** JSON Schema of `*.suite.yaml`. */
export function suiteSchema(kinds: readonly KindSchema[]): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Assay suite',
    ...mapping(['suite', 'title', 'api', 'role', 'tests'], {
      suite: { ...TEXT, description: 'Id of the suite.' },
      title: TEXT,
      api: { ...TEXT, description: 'Id of the interface, as in its api.yaml.' },
      role: { enum: [...ROLES], description: 'The side of the interface that the system under test plays.' },
      tests: {
        ...listOf(ref('test')),
        'x-faults': { minItems: { code: 'NO_TESTS', message: 'The suite has no tests' } },
      },
    }),
    $defs: { test: TEST, ...stepDefinitions([...kinds, USE]) },
  };
}

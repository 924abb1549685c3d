import { POINTER_PATTERN } from '../../message/json-pointer.ts';
import type { JsonObject } from '../../model/json.ts';
import { MUTABLE_PARTS } from '../../model/suite.ts';
import { TLS_VERSIONS } from '../../model/tls.ts';
import {
  DURATION,
  HEADERS,
  listOf,
  mapOfNamed,
  mapping,
  NAME,
  QUERY,
  ref,
  SIGNED_DURATION,
  TEXT,
  TEXTS,
} from './parts.ts';

/** What the loader must know of an assertion kind; `AssertionKind` of src/assert has it. */
export interface KindSchema {
  readonly kind: string;
  readonly argsSchema: JsonObject;
}

const SEND: JsonObject = {
  description: 'A request of the interface, or the request of an earlier step again.',
  anyOf: [
    mapping(['interaction'], {
      interaction: TEXT,
      query: QUERY,
      headers: HEADERS,
      headerSets: TEXTS,
      token: { type: ['string', 'null'], description: 'A token set; null sends no Authorization header.' },
      body: { description: 'A file of fixtures/<api>, or a template.', type: ['string', 'object', 'array'] },
    }),
    mapping(['same'], {
      same: NAME,
      fresh: { ...TEXTS, description: 'Names of generated values that are made anew.' },
    }),
  ],
};

/** A name of OpenSSL, and nothing that its lists would take for an instruction. */
export const CIPHER_PATTERN = '^[A-Z0-9][A-Za-z0-9_-]*$';

const TLS_VERSION: JsonObject = { enum: [...TLS_VERSIONS] };

export const CONNECTION: JsonObject = {
  description: 'How the step connects, where that is not the usual way of the run.',
  ...mapping([], {
    certificate: { type: ['string', 'null'], description: 'A configured certificate; null shows none.' },
    ciphers: {
      ...listOf({ type: 'string', pattern: CIPHER_PATTERN }),
      description: 'What is offered, by the names of OpenSSL.',
    },
    minVersion: TLS_VERSION,
    maxVersion: TLS_VERSION,
    scheme: { const: 'http', description: 'Without TLS.' },
  }),
  minProperties: 1,
};

const PART: JsonObject = { enum: [...MUTABLE_PARTS] };
const STEP: JsonObject = {
  ...NAME,
  description: 'The step whose request is changed; without it, the one the case is about.',
};
const change = (required: readonly string[], properties: JsonObject): JsonObject =>
  mapping(['in', ...required], { in: PART, step: STEP, ...properties });

const MUTATION: JsonObject = {
  description: 'One change of a request.',
  anyOf: [
    change(['remove'], { remove: { type: 'string' } }),
    change(['replace', 'value'], { replace: { type: 'string' }, value: true }),
    change(['add', 'value'], { add: { type: 'string' }, value: true }),
    change(['clock'], { clock: SIGNED_DURATION }),
    change(['key'], { key: { const: 'another', description: 'Another key signs the token, of the same kind.' } }),
    change(['truncate'], { truncate: { type: 'integer', minimum: 0 } }),
    change(['value'], { value: true }),
  ],
};

const CAPTURE: JsonObject = {
  description: 'Where a value that later steps read by name is taken from.',
  ...mapping([], { fhirpath: TEXT, pointer: { type: 'string', pattern: POINTER_PATTERN }, header: TEXT }),
  minProperties: 1,
  maxProperties: 1,
};

const EXPECT: JsonObject = { type: 'array', items: ref('assertion') };

const STEP_MEMBERS: JsonObject = { id: NAME, title: TEXT, expect: EXPECT, capture: mapOfNamed(CAPTURE) };

/** Definitions that the schemas of suites and of the interface share. */
export function stepDefinitions(kinds: readonly KindSchema[]): JsonObject {
  return {
    send: SEND,
    mutation: MUTATION,
    step: {
      type: 'object',
      required: ['id'],
      properties: { id: true },
      // One says what is sent, what is awaited, or what a person is asked.
      if: { type: 'object', required: ['receive'], properties: { receive: true } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: mapping(['id', 'receive'], {
        ...STEP_MEMBERS,
        receive: ref('receive'),
        within: { ...DURATION, description: 'Longest time to wait for the request; 30s unless it says otherwise.' },
      }),
      else: {
        if: { type: 'object', required: ['attest'], properties: { attest: true } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: mapping(['id', 'attest', 'expect'], {
          id: NAME,
          title: TEXT,
          attest: ref('attest'),
          expect: listOf(ref('assertion')),
          printed: {
            ...listOf(ref('assertion')),
            description: 'What shows the same where the command that drives the client prints what its user is shown.',
          },
        }),
        else: mapping(['id', 'send'], {
          ...STEP_MEMBERS,
          send: ref('send'),
          connect: CONNECTION,
          mutate: listOf(ref('mutation')),
          lease: { ...mapOfNamed(TEXT), description: 'Name -> FHIRPath of the candidates, of which one is taken.' },
          deadline: DURATION,
          atOnce: { type: 'boolean', description: 'Sent at the same time as the step before it.' },
        }),
      },
    },
    attest: {
      description: 'A question that only a person can answer.',
      ...mapping(['ask', 'answer'], {
        ask: { ...TEXT, description: 'In plain words, to be read by whoever sees the system under test.' },
        answer: {
          description: 'How it is answered; a list has the answers of which one is chosen.',
          anyOf: [
            { type: 'string', enum: ['yes-no', 'text', 'number'] },
            { type: 'array', minItems: 2, items: TEXT },
          ],
        },
      }),
    },
    receive: {
      description: 'The request that a client under test must send, and what it is answered.',
      ...mapping(['interaction'], {
        interaction: TEXT,
        match: { ...EXPECT, description: 'What tells the awaited request from others of the interaction.' },
        reply: { ...TEXT, description: 'A declared reply of the simulator; without it, what its rules give.' },
        atMost: {
          type: 'integer',
          minimum: 0,
          description:
            'How many such requests may come until the client has ended; 0 for none. Without it, one must come.',
        },
      }),
    },
    assertion: {
      ...mapping([], {
        ...Object.fromEntries(kinds.map(({ kind, argsSchema }) => [kind, argsSchema])),
        verifies: { ...listOf(TEXT), description: 'Ids of the requirements that this shows on its own.' },
        says: { ...TEXT, description: 'What must be so, for people: reports say it in place of the expression.' },
      }),
      ...given('verifies', given('says', exactly(3), exactly(2)), given('says', exactly(2), exactly(1))),
      'x-faults': { additionalProperties: { code: 'UNKNOWN_ASSERTION' } },
    },
    expect: EXPECT,
  };
}

const exactly = (members: number): JsonObject => ({ minProperties: members, maxProperties: members });

/** One schema where a member is given, another where it is not. */
const given = (name: string, when: JsonObject, otherwise: JsonObject): JsonObject => ({
  if: { type: 'object', required: [name], properties: { [name]: true } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: when,
  else: otherwise,
});

/** `use` stands for the assertions of a named check. */
export const USE: KindSchema = { kind: 'use', argsSchema: TEXT };

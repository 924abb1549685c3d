import { POINTER_PATTERN } from '../../message/json-pointer.ts';
import type { JsonObject } from '../../model/json.ts';
import { CODINGS, ENDINGS, MEDIA_TYPES } from '../../model/simulator.ts';
import { FHIR_VERSIONS } from '../../model/suite.ts';
import { CLIENT_FAULTS, SERVER_FAULTS } from '../../model/tls.ts';
import {
  DURATION,
  HEADERS,
  listOf,
  mapOf,
  mapOfNamed,
  mapping,
  NAME,
  QUERY,
  ref,
  TEXT,
  TEXTS,
  URL_TEXT,
} from './parts.ts';
import { CIPHER_PATTERN } from './steps.ts';

/** Anything that JSON can hold, as a template. */
const TEMPLATE: JsonObject = {};
const POINTER: JsonObject = { type: 'string', pattern: POINTER_PATTERN };
const MARKUP: JsonObject = { ...TEXT, description: 'An XML file of fixtures/<api>; values are filled in as text.' };
const PATTERN: JsonObject = { type: 'string', format: 'safe-regex' };
const STATUS: JsonObject = { type: 'integer', minimum: 200, maximum: 599 };
const TYPE: JsonObject = { type: 'string', pattern: '^[A-Z][A-Za-z]+$' };
const CASES: JsonObject = TEXTS;
const INTERACTIONS: JsonObject = listOf(TEXT);

const CHANGE: JsonObject = {
  anyOf: [
    mapping(['remove'], { remove: POINTER }),
    mapping(['replace', 'value'], { replace: POINTER, value: TEMPLATE }),
    mapping(['add', 'value'], { add: POINTER, value: TEMPLATE }),
  ],
};

const CONDITION: JsonObject = {
  anyOf: [
    mapping(['value'], {
      value: TEMPLATE,
      equals: TEMPLATE,
      matches: PATTERN,
      contains: TEXT,
      in: TEMPLATE,
      present: { type: 'boolean' },
      except: listOf(POINTER),
    }),
    mapping(['fhirpath'], { fhirpath: TEXT, of: TEMPLATE }),
    mapping(['xpath'], { xpath: TEXT }),
  ],
};

const SEARCH_PARAMETER: JsonObject = {
  anyOf: [
    mapping(['type', 'chain', 'of'], {
      type: { const: 'chain' },
      chain: { type: 'array', minItems: 2, maxItems: 2, items: TEXT },
      of: TYPE,
      target: TYPE,
    }),
    mapping(['type', 'path'], { type: { enum: ['token', 'reference', 'date'] }, path: TEXT }),
  ],
};

const BINDING: JsonObject = {
  anyOf: [
    mapping(['value'], { value: TEMPLATE }),
    mapping(['xpath'], { xpath: TEXT }),
    mapping(['lookup', 'among'], { lookup: TEMPLATE, among: mapOf(TEMPLATE), otherwise: TEMPLATE }),
    mapping(['fhirpath'], { fhirpath: TEXT, of: TEMPLATE }),
    mapping(['validate'], { validate: listOf(URL_TEXT), of: TEMPLATE, except: listOf(TEXT) }),
    mapping(['stored', 'where'], { stored: TYPE, where: mapOf(TEMPLATE) }),
    mapping(['stored', 'id'], { stored: TYPE, id: TEMPLATE, version: TEMPLATE }),
  ],
};

const ACTION: JsonObject = {
  anyOf: [
    mapping(['write'], { write: MARKUP }),
    mapping(['give'], { give: TEMPLATE }),
    mapping(['search'], { search: TYPE, where: mapOf(TEMPLATE), includes: listOf(ref('condition')) }),
    mapping(['create'], { create: TYPE }),
    mapping(['update', 'id'], { update: TYPE, id: TEMPLATE }),
  ],
};

const RESOURCE = mapping(['resourceType', 'id'], { resourceType: TYPE, id: TEMPLATE });

const EFFECT: JsonObject = {
  anyOf: [
    mapping(['change', 'id', 'edits'], { change: TYPE, id: TEMPLATE, edits: listOf(ref('change')) }),
    mapping(['keep'], { keep: { ...RESOURCE, additionalProperties: true } }),
  ],
};

/** The name of a file of fixtures, or the resource itself. */
const SEED: JsonObject = { anyOf: [TEXT, { ...RESOURCE, additionalProperties: true }] };

const STORE = mapping(['resources'], {
  resources: { type: 'array', items: SEED },
  series: {
    type: 'array',
    items: mapping(['resource', 'every', 'from', 'to'], {
      resource: SEED,
      every: DURATION,
      from: DURATION,
      to: DURATION,
      exceptions: listOf(
        mapping(['nth', 'edits'], { nth: { type: 'integer', minimum: 1 }, edits: listOf(ref('change')) }),
      ),
    }),
  },
});

const INTERACTION = mapping(['method', 'path', 'action', 'reply'], {
  method: { type: 'string', pattern: '^[A-Z]+$' },
  path: { type: 'string', pattern: '^/[^?#]*[^?#/]$' },
  facts: mapOfNamed(TEMPLATE),
  action: ACTION,
  effects: listOf(EFFECT),
  reply: mapping(['status'], { status: STATUS, headers: HEADERS }),
  example: mapping([], { parameters: mapOf(TEXT), query: QUERY, headers: HEADERS, body: SEED }),
});

const FORMAT_NAMES: JsonObject = { ...mapOf({ enum: [...MEDIA_TYPES] }), minProperties: 1 };

const FORMATS = mapping(['asked', 'replies', 'bodies'], {
  asked: listOf(TEXT),
  replies: FORMAT_NAMES,
  bodies: FORMAT_NAMES,
});

const CHECK = mapping(['require', 'refuse', 'says'], {
  on: INTERACTIONS,
  when: listOf(ref('condition')),
  require: listOf(ref('condition')),
  refuse: TEXT,
  each: TEXT,
  says: TEXT,
  at: TEXT,
});

const REFUSAL: JsonObject = {
  anyOf: [
    mapping(['status', 'write'], { status: STATUS, write: MARKUP, headers: HEADERS }),
    mapping(['status', 'code', 'details', 'display'], {
      status: STATUS,
      code: TEXT,
      details: TEXT,
      display: TEXT,
      headers: HEADERS,
    }),
  ],
};

const FAULT: JsonObject = {
  ...mapping([], {
    delay: DURATION,
    silent: { const: true },
    drop: { enum: [...ENDINGS] },
    reset: { enum: [...ENDINGS] },
    slowBody: DURATION,
    lengthBy: { type: 'integer', not: { const: 0 } },
  }),
  minProperties: 1,
  not: { required: ['drop', 'reset'] },
};

const AMENDMENT: JsonObject = {
  on: INTERACTIONS,
  status: STATUS,
  headers: HEADERS,
  edits: listOf(ref('change')),
  text: { type: 'string' },
  write: MARKUP,
  fault: FAULT,
};

const REQUEST_PARTS = mapOf({ type: ['string', 'null'] });

const NAMED_REPLY: JsonObject = {
  ...mapping([], {
    before: { type: 'boolean' },
    asThough: { ...mapping([], { query: REQUEST_PARTS, headers: REQUEST_PARTS }), minProperties: 1 },
    refuse: TEXT,
    says: TEXT,
    at: TEXT,
    valid: { const: false },
    effects: listOf(EFFECT),
    ...AMENDMENT,
  }),
  minProperties: 1,
};

const DEFECT = mapping(['title', 'patch'], {
  title: TEXT,
  patch: listOf(ref('change')),
  fails: CASES,
  errors: CASES,
  preflight: { const: true },
});

const TRANSPORT = mapping([], {
  ciphers: { ...listOf({ type: 'string', pattern: CIPHER_PATTERN }), description: 'By the names of OpenSSL.' },
  certificate: { enum: [...SERVER_FAULTS] },
  tolerates: { type: 'array', items: { enum: [...CLIENT_FAULTS] } },
  plainHttp: { enum: ['close', 'answer'] },
});

/** JSON Schema of `*.simulator.yaml`. */
export const SIMULATOR_SCHEMA: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $defs: { change: { type: 'object', ...CHANGE }, condition: { type: 'object', ...CONDITION } },
  ...mapping(['simulator', 'title', 'api', 'formats', 'interactions', 'refusals', 'checks'], {
    simulator: TEXT,
    title: TEXT,
    api: TEXT,
    fhir: { enum: [...FHIR_VERSIONS], description: 'Left out by one that does not speak FHIR.' },
    formats: FORMATS,
    codings: { type: 'array', items: { enum: [...CODINGS] } },
    headers: HEADERS,
    transport: TRANSPORT,
    outcome: mapping(['system'], { profile: URL_TEXT, system: URL_TEXT }),
    store: STORE,
    search: { type: 'object', propertyNames: TYPE, additionalProperties: mapOf(SEARCH_PARAMETER) },
    let: mapOfNamed(BINDING),
    interactions: { ...mapOfNamed(INTERACTION), minProperties: 1 },
    refusals: mapOf(REFUSAL),
    checks: mapOf(CHECK),
    amend: mapOf(mapping([], { when: listOf(ref('condition')), ...AMENDMENT })),
    replies: mapOfNamed(NAMED_REPLY),
    defects: { ...mapOf(DEFECT), propertyNames: NAME },
    insensitive: mapOf(TEXT),
  }),
};

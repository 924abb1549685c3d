import type { JsonObject } from '../../model/json.ts';
import { FHIR_VERSIONS } from '../../model/suite.ts';
import {
  HEADERS,
  listOf,
  mapOf,
  mapOfNamed,
  mapping,
  NAME,
  NAMESPACES,
  QUERY,
  ref,
  TEXT,
  TEXTS,
  URL_TEXT,
  VALUE_REFERENCE,
} from './parts.ts';
import { type KindSchema, stepDefinitions, USE } from './steps.ts';

const ANY_MAP: JsonObject = { type: 'object' };

const SOURCE = mapping(['title', 'url'], { title: TEXT, version: TEXT, section: TEXT, url: URL_TEXT });

const EXCHANGE: JsonObject = {
  ...mapping(['endpoint'], {
    endpoint: { ...TEXT, description: 'Absolute URL of the token endpoint.' },
    scope: TEXT,
    parameters: {
      ...mapOf({ type: ['string', 'number', 'boolean'] }),
      description: 'Further parameters of the request.',
    },
  }),
  description:
    'Sends the JWT to a token endpoint as the assertion of a client (OAuth 2.0), and the access token to the system under test.',
};

const TOKEN: JsonObject = {
  ...mapping(['header', 'claims'], {
    header: { ...ANY_MAP, description: 'The header of the JWT; `alg` says how it is signed.' },
    claims: ANY_MAP,
    key: { ...VALUE_REFERENCE, description: 'The private key that signs it; without one the token is unsecured.' },
    exchange: EXCHANGE,
  }),
  description: 'A JSON Web Token, built anew for each call.',
};

const SETTING = mapping(['value', 'about'], {
  value: { type: 'string', pattern: '^[\\w-]+(\\.[\\w-]+)*$', description: 'Its name, as `patient.family`.' },
  about: { ...TEXT, description: 'What it is for, and what to write.' },
  blank: { type: 'boolean', description: 'No default can be right for another provider.' },
});

const INTERACTION = mapping(['title', 'method', 'path'], {
  title: TEXT,
  method: { type: 'string', pattern: '^[A-Z]+$' },
  path: { type: 'string', pattern: '^/' },
  query: QUERY,
  headers: { ...TEXTS, description: 'Header sets; later ones win.' },
  token: { ...TEXT, description: 'A token set; without one no Authorization header is sent.' },
  facts: { ...ANY_MAP, description: 'What templates read as ${interaction.NAME}.' },
});

const PROBE = mapping(['title', 'send', 'fhirpath'], { title: TEXT, send: ref('send'), fhirpath: TEXT });

const CLEAN_UP = mapping(['title', 'made', 'id', 'given', 'done'], {
  title: TEXT,
  made: { ...TEXT, description: 'The interaction that makes it, when it is answered with a success.' },
  id: { ...NAME, description: 'What the steps call its logical id.' },
  given: { ...listOf(TEXT), description: 'Fragments whose steps undo it.' },
  done: { ...TEXT, description: 'FHIRPath, true of a response that shows it undone; nothing is sent after that.' },
});

const PROFILE: JsonObject = {
  ...mapping([], {
    official: { ...URL_TEXT, description: 'Canonical URL of the published definition.' },
    file: {
      ...TEXT,
      description: 'Our own StructureDefinition, below `fixtures/<api>`; it stands for the official one.',
    },
  }),
  minProperties: 1,
};

const FRAGMENT = listOf({ anyOf: [ref('step'), mapping(['given'], { given: listOf(TEXT) })] });

/** JSON Schema of `api.yaml`. */
export function apiSchema(kinds: readonly KindSchema[]): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Assay interface',
    ...mapping(['api', 'title', 'version', 'sources', 'interactions'], {
      api: { ...TEXT, description: 'Id of the interface: the name of its folder.' },
      title: TEXT,
      version: TEXT,
      fhir: { enum: [...FHIR_VERSIONS], description: 'Left out when the interface does not speak FHIR.' },
      namespaces: NAMESPACES,
      sources: { ...mapOf(SOURCE), description: 'Documents that an expectation may cite.' },
      values: { ...mapOfNamed({}), description: 'Defaults that a configuration may replace.' },
      configure: { ...listOf(SETTING), description: 'What `assay init` asks for, in this order.' },
      headers: mapOf(HEADERS),
      tokens: mapOf(TOKEN),
      interactions: mapOf(INTERACTION),
      fragments: { ...mapOf(FRAGMENT), description: 'Steps that set a scene.' },
      checks: { ...mapOf(listOf(ref('assertion'))), description: 'Named groups of assertions.' },
      probes: { ...mapOf(PROBE), description: 'Readings of the state of the provider.' },
      cleanup: { ...listOf(CLEAN_UP), description: 'How what a case makes is undone, as soon as it is over.' },
      profiles: { ...mapOf(PROFILE), description: 'What suites may ask of resources, by name.' },
    }),
    $defs: stepDefinitions([...kinds, USE]),
  };
}

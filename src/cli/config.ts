import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import { compileSchema } from '../schema/compile.ts';
import { diagnosticsOf, type Locate } from '../schema/problem.ts';
import { readYaml } from '../schema/read-yaml.ts';
import { notReadable } from './named-file.ts';
import { TLS_SCHEMA, type TlsConfig } from './tls-config.ts';

/** A command or a URL; neither when a person at the terminal lets the client do what is asked, or it acts on its own. */
export interface DriveConfig {
  /** A program with its arguments. */
  readonly command?: readonly string[] | null;
  /** Absolute URL that is sent what is asked, by POST. */
  readonly url?: string | null;
  /** Standard output of the command has what the user of the client is shown, the error stream what it logs, and it ends as ours does. */
  readonly prints?: boolean;
}

/** What a project says once of its system under test; flags of the command line go before it. A blank is null. */
export interface Config {
  /** Base URL of the provider. */
  readonly target?: string | null;
  /** Address of the proxy through which it is called, as the Spine security proxy. */
  readonly via?: string | null;
  readonly system?: { readonly [name in SystemFact]?: string | null } | null;
  /** Paths of official definitions, from the folder in which assay runs. */
  readonly packages?: readonly string[] | null;
  /** Most requests of all workers in a time, as `5/s`. */
  readonly rate?: string | null;
  /** NHS numbers outside the range for tests that belong to test patients all the same. */
  readonly testPatients?: readonly string[] | null;
  /** Path of `waivers.yaml`. */
  readonly waivers?: string | null;
  /** Path of a redaction policy, which adds to that of the interface. */
  readonly redaction?: string | null;
  /** Address of the authority that time-stamps seals. */
  readonly tsa?: string | null;
  /** What replaces the values of the interface. */
  readonly values?: JsonObject | null;
  readonly tls?: TlsConfig | null;
  /** How a client under test is asked to do something. */
  readonly drive?: DriveConfig | null;
  /** Who answers what only a person can tell. */
  readonly attester?: string | null;
}

export const SYSTEM_FACTS = ['name', 'version', 'organisation', 'odsCode', 'environment'] as const;
type SystemFact = (typeof SYSTEM_FACTS)[number];

export const CONFIG_FILE = 'assay.config.yaml';

const text = { type: ['string', 'null'], minLength: 1 } as const;
const texts = { type: ['array', 'null'], items: { type: 'string', minLength: 1 } } as const;

/** JSON Schema of `assay.config.yaml`. */
export const CONFIG_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    target: text,
    via: text,
    system: {
      type: ['object', 'null'],
      additionalProperties: false,
      properties: Object.fromEntries(SYSTEM_FACTS.map((fact) => [fact, text])),
    },
    packages: texts,
    rate: { type: ['string', 'null'], pattern: '^\\d*[1-9]\\d*(\\.\\d+)?/[smh]$|^0\\.\\d*[1-9]\\d*/[smh]$' },
    testPatients: { type: ['array', 'null'], items: { type: 'string', pattern: '^\\d{3} ?\\d{3} ?\\d{4}$' } },
    waivers: text,
    redaction: text,
    tsa: text,
    values: { type: ['object', 'null'] },
    tls: { ...TLS_SCHEMA, type: ['object', 'null'] },
    drive: {
      type: ['object', 'null'],
      additionalProperties: false,
      properties: {
        command: { ...texts, minItems: 1 },
        url: { ...text, pattern: '^https?://' },
        prints: { type: 'boolean' },
      },
    },
    attester: text,
  },
} as const;

export interface ReadConfig {
  readonly config: Config;
  readonly diagnostics: readonly Diagnostic[];
  /** Where a pointer leads in the file; absent when there is none. */
  readonly locate?: Locate;
}

/** Reads the file named, or `assay.config.yaml` of the folder when there is one. */
export async function readConfig(named: string | undefined, cwd: string): Promise<ReadConfig> {
  const file = named ?? CONFIG_FILE;
  let bytes: Uint8Array;
  try {
    bytes = await readFile(resolve(cwd, file));
  } catch (cause) {
    const isLeftOut = named === undefined && cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    return { config: {}, diagnostics: isLeftOut ? [] : [notReadable(file, cause, 'CONFIG_INVALID')] };
  }
  const { value: read, locate, diagnostics } = readYaml(file, bytes);
  // A file in which everything is commented out says nothing, which is allowed.
  const value = read === null ? {} : read;
  const problems = value === undefined ? [] : diagnosticsOf(compileSchema(CONFIG_SCHEMA)(value), locate);
  // The schema has said that the value has this shape; otherwise the findings keep it from being used.
  return { config: (value ?? {}) as Config, diagnostics: [...diagnostics, ...problems], locate };
}

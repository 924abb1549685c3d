import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import { compileSchema } from '../schema/compile.ts';
import { diagnosticsOf, type Locate } from '../schema/problem.ts';
import { readYaml } from '../schema/read-yaml.ts';
import { notReadable } from './named-file.ts';
import { TLS_SCHEMA, type TlsConfig } from './tls-config.ts';

/** What a project says once of its system under test; every member can also be given on the command line. */
export interface Config {
  /** Base URL of the provider. */
  readonly target?: string;
  readonly system?: {
    readonly name?: string;
    readonly version?: string;
    readonly organisation?: string;
    readonly odsCode?: string;
    readonly environment?: string;
  };
  /** What replaces the values of the interface. */
  readonly values?: JsonObject;
  readonly tls?: TlsConfig;
}

const CONFIG_FILE = 'assay.config.yaml';

const text = { type: 'string', minLength: 1 } as const;

/** JSON Schema of `assay.config.yaml`. */
export const CONFIG_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    target: text,
    system: {
      type: 'object',
      additionalProperties: false,
      properties: { name: text, version: text, organisation: text, odsCode: text, environment: text },
    },
    values: { type: 'object' },
    tls: TLS_SCHEMA,
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

import { randomBytes } from 'node:crypto';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { Redactor } from '../redact/redactor.ts';
import { secretIn } from '../suite/check-secrets.ts';
import { KEY_PASSPHRASE } from './passphrase.ts';
import { readReference, type Surroundings, textOf } from './reference.ts';
import { textsIn } from './texts-in.ts';
import { CLIENT_PASSPHRASE } from './tls-settings.ts';

/** Reference as written -> the secret. Plan, journal and reports have the reference alone. */
export type Secrets = ReadonlyMap<string, string>;

/** Names in the environment that hold secrets: of the run, and of Assay itself. */
export const secretNames = (secrets: Secrets): readonly string[] => [
  KEY_PASSPHRASE,
  CLIENT_PASSPHRASE,
  ...[...secrets.keys()].filter((one) => one.startsWith('env:')).map((one) => one.slice('env:'.length)),
];

/** Reads every secret that a value refers to, as `env:NAME` or `file:PATH`, and refuses those that stand in the values themselves. */
export async function readSecrets(
  values: JsonObject,
  surroundings: Surroundings,
): Promise<{ readonly secrets: Secrets; readonly diagnostics: readonly Diagnostic[] }> {
  const secrets = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const { text, name, pointer } of textsIn(values)) {
    const read = await readReference(text, surroundings);
    if (read === undefined) {
      if (isSecret(name, text)) diagnostics.push(inlineSecret(name, pointer));
    } else if ('problem' in read) diagnostics.push({ ...read.problem, location: { pointer } });
    else secrets.set(text, textOf(read.bytes));
  }
  return { secrets, diagnostics };
}

/**
 * Secrets that stand in files which go into the evidence as they are: all of the run would be in vain, for what holds a secret
 * cannot be sealed.
 */
export function checkUnpublished(values: JsonObject, secrets: Secrets, files: FileSet): readonly Diagnostic[] {
  return textsIn(values).flatMap(({ text, pointer }) => {
    const secret = secrets.get(text);
    if (secret === undefined) return [];
    const redactor = new Redactor({ declared: [], secrets: new Map([[text, secret]]), secret: randomBytes(32) });
    const holder = [...files].find((file) => redactor.leaks(new Map([file])).some(isError));
    return holder === undefined ? [] : [published(text, holder[0], pointer)];
  });
}

/** The values with each secret in the place of its reference: for composing requests, never for writing. */
export function withSecrets<Value extends JsonValue>(value: Value, secrets: Secrets): Value {
  // A text takes the place of a text, so the shape stays.
  return filled(value, secrets) as Value;
}

function filled(value: JsonValue, secrets: Secrets): JsonValue {
  if (typeof value === 'string') return secrets.get(value) ?? value;
  if (Array.isArray(value)) return value.map((member) => filled(member, secrets));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, secrets)]));
}

/** Names of what must not be written down. */
const SECRET_NAME = /(?:secret|password|passphrase|private[-_]?key|api[-_]?key|access[-_]?token|credentials?)$/i;

const isSecret = (name: string, text: string): boolean =>
  text !== '' && (SECRET_NAME.test(name) || secretIn(text) !== undefined);

const published = (reference: string, file: string, pointer: string): Diagnostic => ({
  code: 'INLINE_SECRET',
  severity: 'error',
  message: `What ${reference} refers to stands in ${file}, which goes into the evidence as it is`,
  hint: 'Take it out there; or, if it is no secret, write it here as it is.',
  location: { pointer },
});

const inlineSecret = (name: string, pointer: string): Diagnostic => ({
  code: 'INLINE_SECRET',
  severity: 'error',
  message: `A secret stands in the value "${name}" itself, and would be written into the evidence`,
  hint: 'Refer to it as env:NAME or file:PATH.',
  location: { pointer },
});

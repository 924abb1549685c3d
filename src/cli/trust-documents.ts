import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Envelope, envelopeShape, openEnvelope } from '../evidence/format/dsse.ts';
import type { DocumentKind } from '../evidence/review/signed-document.ts';
import { SUITE_INDEX } from '../evidence/review/suite-index.ts';
import { TRUST_STORE } from '../evidence/review/trust-store.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { systemFault } from '../model/system-fault.ts';
import type { Context } from './context.ts';
import type { Named } from './named-certificates.ts';

/** The document in a draft. What was signed stays as it is: changing it would leave it without its signature. */
export async function readDraft<T>(
  file: string,
  { cwd }: Context,
  kind: DocumentKind<T>,
  fresh?: T,
): Promise<Named<T>> {
  const read = await readJson(file, cwd);
  if ('problem' in read) return fresh !== undefined && read.missing ? { value: fresh } : read;
  const signed = signedAlready(file, read.value);
  if (signed !== undefined) return { problem: signed };
  const document = documentIn(read.value, kind);
  return document === undefined ? { problem: noDocument(file) } : { value: document };
}

/** What a draft says, or what was signed. */
export function documentIn<T>(value: JsonObject, kind: DocumentKind<T>): T | undefined {
  const document = payloadOf(value, kind) ?? value;
  // The shape is checked member by member.
  return kind.shape(document) === undefined ? (document as T) : undefined;
}

function payloadOf(value: JsonObject, { payloadType }: DocumentKind): unknown {
  if (envelopeShape(payloadType)(value) !== undefined) return undefined;
  // Looked at member by member.
  return jsonIn(openEnvelope(value as unknown as Envelope).payload);
}

export async function readJson(
  file: string,
  cwd: string,
): Promise<{ readonly value: JsonObject } | { readonly problem: Diagnostic; readonly missing: boolean }> {
  try {
    const value = jsonIn(await readFile(resolve(cwd, file)));
    return isJsonObject(value) ? { value } : { problem: noDocument(file), missing: false };
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    return { problem: { ...noDocument(file), message: `${file} cannot be read: ${systemFault(cause)}` }, missing };
  }
}

function jsonIn(bytes: Uint8Array): JsonValue | undefined {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}

export const writeDraft = (file: string, store: unknown, context: Context): Promise<Diagnostic | undefined> =>
  writeText(file, `${JSON.stringify(store, null, 2)}\n`, context);

export async function writeText(file: string, text: string, { cwd }: Context): Promise<Diagnostic | undefined> {
  try {
    await writeFile(resolve(cwd, file), text);
    return undefined;
  } catch (cause) {
    return { ...noDocument(file), message: `${file} cannot be written: ${systemFault(cause)}` };
  }
}

export const noDocument = (file: string): Diagnostic => ({
  code: 'TRUST_STORE_INVALID',
  severity: 'error',
  message: `${file} is neither a trust store nor an index of suites`,
  hint: 'assay trust add makes a store. Both have a JSON Schema in suites/schema.',
});

/** Why what was signed is neither changed nor signed again; undefined for what was not. */
export function signedAlready(file: string, value: JsonObject): Diagnostic | undefined {
  const kind = [TRUST_STORE, SUITE_INDEX].find(({ payloadType }) => envelopeShape(payloadType)(value) === undefined);
  return (
    kind && {
      code: kind.code,
      severity: 'error',
      message: `${file} is a signed ${kind.what}: only the draft that it was signed from can be changed, or signed again`,
      hint: `Name that draft. If it is lost, this makes it again: jq -r .payload ${file} | base64 -d > draft.json`,
    }
  );
}

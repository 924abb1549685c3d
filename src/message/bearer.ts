import type { HeaderField } from '../model/exchange.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { fieldValues } from './wire-head.ts';

/**
 * The parts of the JWT (RFC 7519) in the Authorization header, unverified; undefined when there is none that can be read.
 * `signature` is the text after the second dot, empty for an unsecured token.
 */
export function readBearer(headers: readonly HeaderField[]): JsonObject | undefined {
  const [authorization = '', another] = fieldValues(headers, 'Authorization');
  if (another !== undefined) return undefined;
  const match = /^Bearer +([\w-]+)\.([\w-]+)\.([\w-]*)$/i.exec(authorization);
  if (match === null) return undefined;
  const [, head = '', payload = '', signature = ''] = match;
  const header = decoded(head);
  const claims = decoded(payload);
  return header === undefined || claims === undefined ? undefined : { header, claims, signature };
}

function decoded(part: string): JsonObject | undefined {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as JsonValue;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

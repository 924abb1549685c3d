import type { HeaderField } from '../../model/exchange.ts';
import { indentJson, isJson } from './indent-json.ts';

/** Header and claims of a JSON Web Token (RFC 7519) as JSON text, indented. */
export interface DecodedToken {
  readonly header: string;
  readonly claims: string;
}

/** The token of the Authorization header; undefined when there is none or it is no JWT. Its signature is not checked here. */
export function decodedToken(headers: readonly HeaderField[]): DecodedToken | undefined {
  const authorization = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const [, first, second] = /^Bearer ([\w-]+)\.([\w-]+)\./i.exec(authorization ?? '') ?? [];
  const header = decodedPart(first);
  const claims = decodedPart(second);
  return header === undefined || claims === undefined ? undefined : { header, claims };
}

function decodedPart(part: string | undefined): string | undefined {
  if (part === undefined) return undefined;
  const text = Buffer.from(part, 'base64url').toString('utf8');
  return isJson(text) ? indentJson(text) : undefined;
}

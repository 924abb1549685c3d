import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { DraftToken } from './draft.ts';
import { encodeJwt } from './jwt.ts';
import type { SigningKeys } from './signing-keys.ts';

export type Issued = { readonly text: string } | { readonly problem: Diagnostic };

/** The text of a token, signed when its set has a key. */
export function issueToken({ header, claims, signing }: DraftToken, keys: SigningKeys): Issued {
  if (signing === undefined) return { text: encodeJwt(header, claims) };
  const { pem, alg, by } = signing;
  const read = keys.read(pem, alg);
  if ('problem' in read) return read;
  const key = by === 'declared-key' ? read.key : keys.another(read.key);
  return { text: encodeJwt(header, claims, { key, alg }) };
}

export const TOKEN_PARTS = ['header', 'claims', 'signature'] as const;

/** What `${token.NAME}` is: the `text` of the token, and the parts of a JWT as they are sent. */
export function tokenRoot(text: string): JsonObject {
  const parts = text.split('.');
  if (parts.length !== TOKEN_PARTS.length) return { text };
  return { text, ...Object.fromEntries(TOKEN_PARTS.map((name, place) => [name, parts[place] ?? ''])) };
}

import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { Mutation } from '../model/suite.ts';
import type { DraftToken } from './draft.ts';
import { encodeJwt } from './jwt.ts';
import type { SigningKeys } from './signing-keys.ts';
import { type TokenRequest, tokenRequest } from './token-request.ts';

/** The text of a token, or what has to be sent for it first. */
export type Issued = { readonly text: string } | { readonly needs: TokenRequest } | { readonly problem: Diagnostic };

/**
 * A token is signed when its set has a key, and exchanged for an access token when its set names an endpoint for that. `mutations` are
 * those of what the token says.
 */
export function issueToken(token: DraftToken, mutations: readonly Mutation[], keys: SigningKeys): Issued {
  const encoded = encode(token, keys);
  if (token.exchange === undefined || 'problem' in encoded) return encoded;
  const client = [token.header, token.claims['iss'] ?? null];
  return { needs: tokenRequest(token.exchange, encoded.text, [...client, ...mutations]) };
}

type Encoded = Exclude<Issued, { readonly needs: TokenRequest }>;

function encode({ header, claims, signing }: DraftToken, keys: SigningKeys): Encoded {
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

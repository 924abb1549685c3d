import { randomBytes } from 'node:crypto';
import { type TokenSource, tokenSource } from '../evidence/seal/ask-for-token.ts';
import { askAuthority } from './ask-authority.ts';

const NONE: TokenSource = { ask: async () => undefined, problems: () => [] };

/** The address of an authority of time. A name and a password are no part of it: the evidence says who was asked. */
export function authorityAddress(text: string): URL | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.username === '' && url.password === '' ? url : undefined;
}

/** Tokens of the authority of time that the user named, or none. */
export const timeSource = (tsa: URL | undefined): TokenSource =>
  tsa === undefined
    ? NONE
    : tokenSource({ post: (question) => askAuthority(tsa, question), nonce: () => randomBytes(8) });

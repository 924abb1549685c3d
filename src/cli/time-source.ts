import { randomBytes } from 'node:crypto';
import { type TokenSource, tokenSource } from '../evidence/seal/ask-for-token.ts';
import { askAuthority } from './ask-authority.ts';

const NONE: TokenSource = { ask: async () => undefined, problems: () => [] };

/** Tokens of the authority of time that the user named, or none. */
export const timeSource = (tsa: URL | undefined): TokenSource =>
  tsa === undefined
    ? NONE
    : tokenSource({ post: (question) => askAuthority(tsa, question), nonce: () => randomBytes(8) });

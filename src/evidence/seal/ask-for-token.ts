import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { SHA256 } from '../format/cms-names.ts';
import { contentOf, membersOf, readDer, TAG } from '../format/der.ts';
import { readToken } from '../format/timestamp.ts';
import { der, octets, oid, sequence, small } from './write-der.ts';

/** Asks an authority for a token over a signature (RFC 3161, DER); undefined when there is none to be had. */
export type AskForToken = (signature: Uint8Array) => Promise<Uint8Array | undefined>;

/** An authority of time, and how to reach it. */
export interface TimeAuthority {
  /** Sends a question (RFC 3161 section 3.4) and gives the reply; throws when there is none. */
  readonly post: (question: Uint8Array) => Promise<Uint8Array>;
  /** Eight bytes that nobody foresees. */
  readonly nonce: () => Uint8Array;
}

/** Asks for tokens, and keeps why there is none: an authority that failed once is not asked again. */
export interface TokenSource {
  readonly ask: AskForToken;
  readonly problems: () => readonly Diagnostic[];
}

export function tokenSource({ post, nonce }: TimeAuthority): TokenSource {
  let problem: Diagnostic | undefined;
  return {
    ask: async (data) => {
      if (problem !== undefined) return undefined;
      try {
        const number = positive(nonce());
        return tokenOf(await post(question(data, number)), data, number);
      } catch (cause) {
        problem = notMade(cause instanceof Error ? cause.message : String(cause));
        return undefined;
      }
    },
    problems: () => (problem === undefined ? [] : [problem]),
  };
}

/** Section 2.4.1: by SHA-256, with the certificates of the authority. */
function question(data: Uint8Array, nonce: Buffer): Buffer {
  const imprint = sequence(SHA256_ALGORITHM, octets(createHash('sha256').update(data).digest()));
  return sequence(small(1), imprint, der(TAG.integer, nonce), der(TAG.boolean, Buffer.of(0xff)));
}

const SHA256_ALGORITHM = sequence(oid(SHA256), der(TAG.none));

/** @throws when the reply is not one that verification would take. */
function tokenOf(reply: Uint8Array, data: Uint8Array, nonce: Buffer): Buffer {
  const [status, token] = membersOf(readDer(Buffer.from(reply)));
  const [granted] = membersOf(status);
  if (contentOf(granted, TAG.integer).toString('hex') !== '00' || token === undefined) throw new Error('it refused');
  const { nonce: returned } = readToken(token.raw, data);
  if (!returned?.equals(nonce)) throw new Error('it answered another question');
  return token.raw;
}

/** A number above 0 in its shortest form. */
function positive(bytes: Uint8Array): Buffer {
  const number = Buffer.from(bytes);
  number.writeUInt8((number.readUInt8(0) & 0x7f) | 0x40, 0);
  return number;
}

/** A token as a reply that was granted, the form that bundles keep. */
export const replyOf = (token: Uint8Array): Buffer => sequence(sequence(small(0)), token);

const notMade = (why: string): Diagnostic => ({
  code: 'TIMESTAMP_NOT_MADE',
  severity: 'warning',
  message: `Nobody vouches for the time of the seal: the time-stamp authority gave no token (${why})`,
  hint: 'Ask it again: assay timestamp BUNDLE --tsa URL.',
});

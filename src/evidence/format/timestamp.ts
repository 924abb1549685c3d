import { sha256 } from '../../model/digest.ts';
import { type Certificate, isIssuedBy } from './certificate.ts';
import { readSignedData } from './cms.ts';
import { CMS, SHA256 } from './cms-names.ts';
import { contentOf, membersOf, oidOf, readDer, TAG } from './der.ts';

/** What an authority says of some bytes: that they were there at a time (RFC 3161 section 2.4.2). */
export interface Timestamp {
  readonly at: Date;
  /** The authority's certificate, then those of its issuers, all that it brings; whether anybody trusts them is another question. */
  readonly chain: readonly Certificate[];
  /** Of the question, big-endian. */
  readonly nonce?: Buffer;
}

/** Status `granted` and nothing said beside it (section 2.4.2). */
const GRANTED = Buffer.from('3003020100', 'hex');

/** The token in a reply. @throws RangeError for any other reply than one that is granted without a word. */
export function tokenIn(reply: Uint8Array): Buffer {
  const [status, token, ...more] = membersOf(readDer(Buffer.from(reply)));
  if (token === undefined || more.length > 0 || !status?.raw.equals(GRANTED)) throw new RangeError('It is not granted');
  return token.raw;
}

/** The parts of what is signed, in their order; accuracy, ordering, name and extensions may stand among the last. */
const VERSION_1 = '020101';
const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/;

/**
 * Reads a token over these bytes, and checks everything of it but trust and time.
 * @throws RangeError when it is malformed, over other bytes, not signed by the one authority that it names, or brings more than its chain.
 */
export function readToken(token: Buffer, data: Uint8Array): Timestamp {
  const { contentType, content, certificates, signer, unsigned, isValidFor } = readSignedData(token);
  if (contentType !== CMS.timestampInfo || content === undefined || unsigned.size > 0) throw wrong('is no token');
  if (!isValidFor(content)) throw wrong('is not signed by its authority');
  const [version, , imprint, , time, ...options] = membersOf(readDer(content));
  const [algorithm, digest] = membersOf(imprint);
  if (version?.raw.toString('hex') !== VERSION_1) throw wrong('is of an unknown version');
  if (oidOf(membersOf(algorithm)[0]) !== SHA256) throw wrong('is not by SHA-256');
  if (contentOf(digest, TAG.octetString).toString('hex') !== sha256(data)) throw wrong('is over something else');
  const nonce = options.find(({ tag }) => tag === TAG.integer);
  return {
    at: instant(contentOf(time, TAG.generalizedTime).toString('latin1')),
    chain: chainOf(signer, certificates),
    ...(nonce && { nonce: nonce.content }),
  };
}

/** The signer, its issuer, and so on: all that it brings, and nothing beside. */
function chainOf(signer: Certificate, certificates: readonly Certificate[]): readonly Certificate[] {
  const others = certificates.filter((one) => one !== signer);
  const issuer = others.find((one) => isIssuedBy(signer, one));
  if (issuer === undefined && others.length > 0) throw wrong('brings certificates that are not of its chain');
  return issuer === undefined ? [signer] : [signer, ...chainOf(issuer, others)];
}

function instant(text: string): Date {
  const [, year, month, day, hour, minute, second, fraction = ''] = TIME.exec(text) ?? [];
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`);
  if (Number.isNaN(at.getTime())) throw wrong('says no time');
  return at;
}

const wrong = (what: string): RangeError => new RangeError(`It ${what}`);

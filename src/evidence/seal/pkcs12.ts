import { createDecipheriv, createPrivateKey, type KeyObject, pbkdf2Sync } from 'node:crypto';
import { contentOf, type DerValue, membersOf, readDer, TAG } from '../format/der.ts';
import { PBES } from './pbes-names.ts';

/** A private key, and the certificates in the order of the file (DER). */
export interface Pkcs12 {
  readonly key: KeyObject;
  readonly certificates: readonly Buffer[];
}

/** Why a PKCS#12 file cannot be opened. */
export type Pkcs12Fault = 'malformed' | 'passphrase' | 'unsupported';

/** Object identifiers as their content in hex (RFC 7292). */
const OID = {
  data: '2a864886f70d010701',
  encryptedData: '2a864886f70d010706',
  keyBag: '2a864886f70d010c0a0101',
  encryptedKeyBag: '2a864886f70d010c0a0102',
  certificateBag: '2a864886f70d010c0a0103',
  x509: '2a864886f70d01091601',
} as const;

const CIPHERS: ReadonlyMap<string, readonly [cipher: string, keyBytes: number]> = new Map([
  [PBES.aes256, ['aes-256-cbc', 32]],
  ['608648016503040116', ['aes-192-cbc', 24]],
  ['608648016503040102', ['aes-128-cbc', 16]],
]);

const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['2a864886f70d0207', 'sha1'],
  [PBES.hmacSha256, 'sha256'],
  ['2a864886f70d020b', 'sha512'],
]);

/** More would only keep us busy. */
const MAX_ITERATIONS = 10_000_000;

/**
 * Opens a PKCS#12 file (RFC 7292) with one private key, encrypted as everything does since OpenSSL 3 (PBES2 with AES); what is older
 * is `unsupported`. Its MAC is not asked for: the file is the owner's, and a wrong passphrase opens nothing.
 */
export function openPkcs12(file: Uint8Array, passphrase: string): Pkcs12 | Pkcs12Fault {
  try {
    const [, authSafe] = membersOf(readDer(Buffer.from(file)));
    const bags = membersOf(readDer(plainOf(authSafe))).flatMap((safe) => bagsOf(safe, passphrase));
    const [key, ...more] = bags.flatMap(({ type, value }) => keyOf(type, value, passphrase) ?? []);
    const certificates = bags.flatMap(({ type, value }) => (type === OID.certificateBag ? certificateOf(value) : []));
    return key === undefined || more.length > 0 ? 'malformed' : { key, certificates };
  } catch (cause) {
    return cause instanceof Refusal ? cause.fault : 'malformed';
  }
}

class Refusal extends Error {
  readonly fault: Pkcs12Fault;

  constructor(fault: Pkcs12Fault) {
    super(fault);
    this.fault = fault;
  }
}

interface Bag {
  readonly type: string;
  readonly value: DerValue | undefined;
}

function bagsOf(safe: DerValue, passphrase: string): readonly Bag[] {
  const bags = typeOf(safe) === OID.encryptedData ? decrypted(safe, passphrase) : readDer(plainOf(safe));
  return membersOf(bags).map((bag) => ({ type: typeOf(bag), value: wrappedIn(membersOf(bag)[1]) }));
}

function keyOf(type: string, value: DerValue | undefined, passphrase: string): KeyObject | undefined {
  if (value === undefined || (type !== OID.keyBag && type !== OID.encryptedKeyBag)) return undefined;
  const how = { key: value.raw, format: 'der', type: 'pkcs8' } as const;
  try {
    return createPrivateKey(type === OID.keyBag ? how : { ...how, passphrase });
  } catch {
    throw new Refusal('passphrase');
  }
}

function certificateOf(value: DerValue | undefined): Buffer {
  const [type, certificate] = membersOf(value);
  if (oidOf(type) !== OID.x509) throw new Refusal('unsupported');
  return contentOf(wrappedIn(certificate), TAG.octetString);
}

function plainOf(contentInfo: DerValue | undefined): Buffer {
  if (typeOf(contentInfo) !== OID.data) throw new Refusal('unsupported');
  return contentOf(wrappedIn(membersOf(contentInfo)[1]), TAG.octetString);
}

/** The tag of what is encrypted: implicit, of a context. */
const ENCRYPTED = 0x80;

function decrypted(contentInfo: DerValue, passphrase: string): DerValue {
  const [, info] = membersOf(wrappedIn(membersOf(contentInfo)[1]));
  const [, algorithm, content] = membersOf(info);
  const [scheme, parameters] = membersOf(algorithm);
  if (oidOf(scheme) !== PBES.pbes2) throw new Refusal('unsupported');
  const [derivation, encryption] = membersOf(parameters);
  const [cipherName, iv] = membersOf(encryption);
  const [cipher, keyBytes] = CIPHERS.get(oidOf(cipherName)) ?? unsupported();
  const decipher = createDecipheriv(cipher, derived(derivation, keyBytes, passphrase), contentOf(iv, TAG.octetString));
  try {
    // Of the wrong passphrases one in 256 ends in what looks like padding; what comes before it is no DER.
    return readDer(Buffer.concat([decipher.update(contentOf(content, ENCRYPTED)), decipher.final()]));
  } catch {
    throw new Refusal('passphrase');
  }
}

/** RFC 8018 section 5.2; SHA-1 is the default of its digests, which DER leaves out. */
function derived(derivation: DerValue | undefined, keyBytes: number, passphrase: string): Buffer {
  const [name, parameters] = membersOf(derivation);
  if (oidOf(name) !== PBES.pbkdf2) throw new Refusal('unsupported');
  const [salt, count, ...options] = membersOf(parameters);
  const digestName = options.find(({ tag }) => tag === TAG.sequence);
  const digest = digestName === undefined ? 'sha1' : (DIGESTS.get(typeOf(digestName)) ?? unsupported());
  const iterations = Number.parseInt(contentOf(count, TAG.integer).toString('hex'), 16);
  if (iterations > MAX_ITERATIONS) throw new Refusal('unsupported');
  return pbkdf2Sync(passphrase, contentOf(salt, TAG.octetString), iterations, keyBytes, digest);
}

function unsupported(): never {
  throw new Refusal('unsupported');
}

const wrappedIn = (value: DerValue | undefined): DerValue => readDer(contentOf(value, TAG.context0));

const typeOf = (value: DerValue | undefined): string => oidOf(membersOf(value)[0]);

const oidOf = (value: DerValue | undefined): string => contentOf(value, TAG.oid).toString('hex');

import { constants, createHash, type KeyObject, verify } from 'node:crypto';
import { type Certificate, readCertificate } from './certificate.ts';
import { CMS, ECDSA_SHA256, RSA_PSS_SHA256, SHA256 } from './cms-names.ts';
import { contentOf, type DerValue, memberOf, membersOf, oidOf, readDer, TAG } from './der.ts';
import { MAX_CERTIFICATES } from './limits.ts';

/** Data signed by one signer in the Cryptographic Message Syntax (RFC 5652 section 5). */
export interface SignedData {
  readonly contentType: string;
  /** Absent when it stands elsewhere. */
  readonly content?: Buffer;
  /** Whoever signed. */
  readonly signer: Certificate;
  /** All that it brings, the signer's own included. */
  readonly certificates: readonly Certificate[];
  /** By type, each with its one value. */
  readonly signed: ReadonlyMap<string, DerValue>;
  readonly unsigned: ReadonlyMap<string, DerValue>;
  readonly signatureValue: Buffer;
  /** Whether the signature is that of the signed attributes by the signer, and these are about the content. */
  readonly isValidFor: (content: Uint8Array) => boolean;
}

/**
 * Reads signed data strictly: DER, one signer named by issuer and serial number whose certificate is there, signed attributes
 * that name that certificate by SHA-256, and nothing that does not matter, since nobody would notice it changing.
 * @throws RangeError when it is anything else.
 */
export function readSignedData(bytes: Buffer): SignedData {
  const [type, wrapped] = exactly(membersOf(readDer(bytes)), 2);
  demand(oidOf(type) === CMS.signedData, 'It is not signed data');
  const members = exactly(membersOf(memberOf(wrapped, TAG.context0)), 5);
  const [version, digests, encapsulated, certificateSet, signerInfos] = members;
  const [contentType, content] = membersOf(encapsulated);
  const brought = membersOf(certificateSet, TAG.context0);
  demand(brought.length <= MAX_CERTIFICATES, 'It brings more certificates than a chain needs');
  const certificates = brought.map(({ raw }) => certificateOf(raw));
  const info = membersOf(memberOf(signerInfos, TAG.set));
  const [infoVersion, sid, digest, attributes, algorithm, signature, unsigned] = info;
  const [own, ...same] = certificates.filter(({ der }) => contentOf(sid, TAG.sequence).equals(issuerAndSerial(der)));
  demand(own !== undefined && same.length === 0, 'It does not bring the certificate of its signer once');
  demand(info.length === 6 || (info.length === 7 && unsigned?.tag === TAG.context1), 'It has unknown members');
  demand(versionOf(infoVersion) === 1, 'Its signer is of an unknown version');
  demand(versionOf(version) === (oidOf(contentType) === CMS.data ? 1 : 3), 'It is of an unknown version');
  demand(memberOf(digests, TAG.set).raw.equals(digest?.raw ?? Buffer.of()), 'It names other digests');

  const hash = DIGESTS.get(algorithmOf(digest));
  const check = checkOf(algorithm, hash, own.x509.publicKey);
  demand(hash !== undefined && check !== undefined, 'It is signed with a weak or unknown algorithm');
  const signed = attributesOf(attributes, TAG.context0);
  demand(pinned(signed.get(CMS.signingCertificateV2)) === own.fingerprint, 'It names another certificate');
  demand(oidOf(signed.get(CMS.contentType)) === oidOf(contentType), 'It is of two kinds');
  const signedBytes = Buffer.from(attributes?.raw ?? Buffer.of());
  // RFC 5652 section 5.4: the tag of a set stands in for that of the field.
  signedBytes.writeUInt8(TAG.set, 0);
  const signatureValue = contentOf(signature, TAG.octetString);
  const isValid = check(signedBytes, signatureValue);
  const told = contentOf(signed.get(CMS.messageDigest), TAG.octetString);
  return {
    contentType: oidOf(contentType),
    ...(content && { content: contentOf(memberOf(content, TAG.context0), TAG.octetString) }),
    signer: own,
    certificates,
    signed,
    signatureValue,
    unsigned: unsigned === undefined ? new Map() : attributesOf(unsigned, TAG.context1),
    isValidFor: (bytes) => isValid && createHash(hash).update(bytes).digest().equals(told),
  };
}

/** By what signed data names a certificate: its issuer and serial number (section 10.2.4). @throws RangeError for no certificate. */
export function issuerAndSerial(certificate: Buffer): Buffer {
  const [version, serial, , issuer] = membersOf(membersOf(readDer(certificate))[0]);
  demand(version?.tag === TAG.context0 && serial !== undefined && issuer !== undefined, 'It is not of version 3');
  return Buffer.concat([issuer.raw, serial.raw]);
}

type Check = (data: Uint8Array, signature: Uint8Array) => boolean;

/** The least of RSA that authorities of time use; whoever signs evidence is held to more elsewhere. */
const MIN_RSA_BITS = 2048;
const CURVES: readonly (string | undefined)[] = ['prime256v1', 'secp384r1', 'secp521r1'];
const RSA = '2a864886f70d0101';

/** How to check an algorithm's signatures (RFC 5754 section 3, RFC 4056); undefined when it, the digest or the key is unfit. */
function checkOf(algorithm: DerValue | undefined, hash: string | undefined, key: KeyObject): Check | undefined {
  if (hash === undefined || algorithm === undefined) return undefined;
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  const ecdsa = key.asymmetricKeyType === 'ec' && CURVES.includes(namedCurve);
  const rsa = key.asymmetricKeyType === 'rsa' && modulusLength >= MIN_RSA_BITS;
  if (rsa && algorithm.raw.toString('hex') === RSA_PSS_SHA256 && hash === 'sha256') {
    const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    return (data, signature) => verify(hash, data, pss, signature);
  }
  const name = algorithmOf(algorithm);
  const rank = HASHES.indexOf(hash);
  const known = ecdsa
    ? name === `${ECDSA_SHA256.slice(0, -2)}0${2 + rank}`
    : rsa && [`${RSA}01`, `${RSA}${['0b', '0c', '0d'][rank]}`].includes(name);
  return known ? (data, signature) => verify(hash, data, key, signature) : undefined;
}

const HASHES: readonly string[] = ['sha256', 'sha384', 'sha512'];
const DIGESTS: ReadonlyMap<string, string> = new Map(
  HASHES.map((hash, place) => [`${SHA256.slice(0, -2)}0${1 + place}`, hash]),
);

/** An algorithm without parameters. */
function algorithmOf(value: DerValue | undefined): string {
  const [name, parameters, ...more] = membersOf(value);
  demand(more.length === 0 && (parameters === undefined || isNone(parameters)), 'An algorithm has parameters');
  return oidOf(name);
}

const isNone = ({ tag, content }: DerValue): boolean => tag === TAG.none && content.length === 0;

function attributesOf(value: DerValue | undefined, tag: number): ReadonlyMap<string, DerValue> {
  const attributes = membersOf(value, tag).map((attribute): readonly [string, DerValue] => {
    const [type, values] = exactly(membersOf(attribute), 2);
    return [oidOf(type), memberOf(values, TAG.set)];
  });
  const byType = new Map(attributes);
  demand(byType.size === attributes.length, 'An attribute stands twice');
  return byType;
}

/** Of the certificate that signed attributes name first, by SHA-256, which is the default (RFC 5035 section 4). */
function pinned(signingCertificate: DerValue | undefined): string {
  const [digest] = membersOf(membersOf(membersOf(signingCertificate)[0])[0]);
  return contentOf(digest, TAG.octetString).toString('hex');
}

function certificateOf(der: Buffer): Certificate {
  const certificate = readCertificate(der);
  demand(certificate !== undefined, 'It brings a malformed certificate');
  return certificate;
}

const versionOf = (value: DerValue | undefined): number => contentOf(value, TAG.integer).readUInt8(0);

function exactly<T>(members: readonly T[], count: number): readonly T[] {
  demand(members.length === count, `It has ${members.length} members in place of ${count}`);
  return members;
}

function demand(holds: boolean, message: string): asserts holds {
  if (!holds) throw new RangeError(message);
}

import { X509Certificate } from 'node:crypto';
import { sha256 } from '../../model/digest.ts';
import { contentOf, type DerValue, memberOf, membersOf, oidOf, readDer, TAG } from './der.ts';
import { type SignatureScheme, schemeOf } from './signature.ts';

/** A certificate of RFC 5280 with what its signature of a seal is judged by. */
export interface Certificate {
  readonly der: Buffer;
  readonly x509: X509Certificate;
  /** SHA-256 of the DER, lower-case hex. */
  readonly fingerprint: string;
  /** Names as `CN=…, O=…`. */
  readonly subject: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly selfSigned: boolean;
  /** Those before it can say nothing of what their key is for. */
  readonly isVersion3: boolean;
  /** What the key signs with; absent when it is too weak or of another kind. */
  readonly scheme?: SignatureScheme;
  /** The certificate itself is signed with SHA-2 or Ed25519. */
  readonly signedStrongly: boolean;
  readonly authority: boolean;
  /** How many authorities may stand below this one, when limited. */
  readonly pathLength?: number;
  /** The first eight bits, when there is that extension. */
  readonly keyUsage?: number;
  /** Object identifiers of the extended key usage, in hex, when there is that extension. */
  readonly purposes?: readonly string[];
  /** Whether whoever does not understand them must refuse the certificate. */
  readonly purposesCritical: boolean;
  /** Critical extensions that nobody here understands, in hex. */
  readonly unknownCritical: readonly string[];
}

/** RFC 5280 section 4.2.1.3: digitalSignature or nonRepudiation, and keyCertSign. */
export const KEY_USAGE = { signature: 0x80 | 0x40, certSign: 0x04 } as const;

/** id-kp-documentSigning, 1.3.6.1.5.5.7.3.36 (RFC 9336). */
export const DOCUMENT_SIGNING = '2b06010505070324';
/** id-kp-timeStamping, 1.3.6.1.5.5.7.3.8 (RFC 5280 section 4.2.1.12). */
export const TIME_STAMPING = '2b06010505070308';

/** RFC 5280 section 4.1.2.1: tag 0 around the number 2. */
const VERSION_3 = 'a003020102';

const EXTENSION = { keyUsage: '551d0f', basicConstraints: '551d13', purposes: '551d25' } as const;

const STRONG_ALGORITHMS: ReadonlySet<string> = new Set([
  // ecdsa-with-SHA256, -SHA384, -SHA512 (RFC 5758 section 3.2)
  '2a8648ce3d040302',
  '2a8648ce3d040303',
  '2a8648ce3d040304',
  // sha256, sha384 and sha512WithRSAEncryption (RFC 8017 appendix C)
  '2a864886f70d01010b',
  '2a864886f70d01010c',
  '2a864886f70d01010d',
  // Ed25519 (RFC 8410 section 3)
  '2b6570',
]);

/** Undefined when the bytes are not exactly one certificate in DER. */
export function readCertificate(bytes: Uint8Array): Certificate | undefined {
  const der = Buffer.from(bytes);
  try {
    return certificateOf(der);
  } catch {
    return undefined;
  }
}

export function isIssuedBy(certificate: Certificate | undefined, issuer: Certificate): boolean {
  return certificate?.x509.checkIssued(issuer.x509) === true && certificate.x509.verify(issuer.x509.publicKey);
}

export const isValidAt = ({ validFrom, validTo }: Certificate, at: Date): boolean => validFrom <= at && at <= validTo;

/** @throws when the bytes are not a certificate. */
function certificateOf(der: Buffer): Certificate {
  const [body, algorithm] = membersOf(readDer(der));
  const extensions = extensionsOf(body);
  const x509 = new X509Certificate(der);
  const scheme = schemeOf(x509.publicKey);
  const usage = extensions.get(EXTENSION.keyUsage);
  const purposes = extensions.get(EXTENSION.purposes);
  return {
    der,
    x509,
    fingerprint: sha256(der),
    subject: x509.subject.replaceAll('\n', ', '),
    validFrom: new Date(x509.validFrom),
    validTo: new Date(x509.validTo),
    selfSigned: x509.subject === x509.issuer && x509.verify(x509.publicKey),
    isVersion3: membersOf(body)[0]?.raw.toString('hex') === VERSION_3,
    ...(scheme && { scheme }),
    signedStrongly: STRONG_ALGORITHMS.has(oidOf(membersOf(algorithm)[0])),
    ...constraintsOf(extensions.get(EXTENSION.basicConstraints)),
    ...(usage && { keyUsage: contentOf(usage.value, TAG.bitString)[1] ?? 0 }),
    ...(purposes && { purposes: membersOf(purposes.value).map(oidOf) }),
    purposesCritical: purposes?.critical === true,
    unknownCritical: [...extensions].filter(([id, { critical }]) => critical && !isKnown(id)).map(([id]) => id),
  };
}

interface Extension {
  readonly critical: boolean;
  readonly value: DerValue;
}

/** Some write the default of a boolean, false, though it goes without saying: that is no harm. @throws RangeError for any other byte. */
function truthOf(value: DerValue | undefined): boolean {
  const bits = contentOf(value, TAG.boolean).toString('hex');
  if (bits !== 'ff' && bits !== '00') throw new RangeError('A boolean is neither true nor false');
  return bits === 'ff';
}

/** RFC 5280 section 4.1: the extensions are the member of the body with the context tag 3. */
function extensionsOf(body: DerValue | undefined): ReadonlyMap<string, Extension> {
  const wrapped = membersOf(body).find(({ tag }) => tag === TAG.context3);
  const list = wrapped === undefined ? [] : membersOf(memberOf(wrapped, TAG.context3));
  const extensions = list.map((extension): readonly [string, Extension] => {
    const [id, ...rest] = membersOf(extension);
    const critical = rest.length > 1 && truthOf(rest[0]);
    return [oidOf(id), { critical, value: readDer(contentOf(rest.at(-1), TAG.octetString)) }];
  });
  const byId = new Map(extensions);
  if (byId.size < extensions.length) throw new RangeError('An extension stands twice');
  return byId;
}

function constraintsOf(extension: Extension | undefined): Pick<Certificate, 'authority' | 'pathLength'> {
  const members = extension === undefined ? [] : membersOf(extension.value);
  const length = members.find(({ tag }) => tag === TAG.integer);
  return {
    authority: members[0]?.tag === TAG.boolean && truthOf(members[0]),
    ...(length && { pathLength: length.content.readUIntBE(0, Math.min(length.content.length, 6)) }),
  };
}

const isKnown = (id: string): boolean => Object.values<string>(EXTENSION).includes(id);

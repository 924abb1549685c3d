import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { canonicalJson } from '../../model/canonical-json.ts';
import { list, matching, object, oneOf, text } from '../../model/shape.ts';
import { parseCanonical } from '../format/canonical.ts';
import type { Opening } from './redactions.ts';

const SCHEMA = 'assay/openings/1';

/** Each time that a run goes on it adds a part, for it cannot read those before. */
interface OpeningsFile {
  readonly schema: typeof SCHEMA;
  readonly parts: readonly SealedOpenings[];
}

/** Openings that only the holder of a key can read: ECDH on P-256, HKDF with SHA-256 (RFC 5869), AES-256-GCM. All in base64. */
interface SealedOpenings {
  /** The key of the sender, made for this part alone: SubjectPublicKeyInfo, DER. */
  readonly sender: string;
  readonly iv: string;
  readonly tag: string;
  readonly content: string;
}

const base64 = matching(/^[A-Za-z0-9+/]+={0,2}$/);
const fileShape = object<OpeningsFile>({
  schema: oneOf([SCHEMA]),
  parts: list(object<SealedOpenings>({ sender: base64, iv: base64, tag: base64, content: base64 })),
});
const openingsShape = list(object<Opening>({ id: text, salt: text, pointer: text, value: text }));

/** The key to encrypt to, from a certificate, a public or a private key in PEM; undefined for what is none on P-256. */
export function recipientIn(pem: string | Uint8Array): KeyObject | undefined {
  try {
    const key = createPublicKey(Buffer.from(pem));
    return isP256(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

const isP256 = (key: KeyObject): boolean => key.asymmetricKeyDetails?.namedCurve === 'prime256v1';

const keyBetween = (privateKey: KeyObject, publicKey: KeyObject, sender: Buffer): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', diffieHellman({ privateKey, publicKey }), sender, SCHEMA, 32));

/** The file with another part; what stood there `before` stays as it is, unless it is no such file. */
export function sealOpenings(openings: readonly Opening[], recipient: KeyObject, before?: Uint8Array): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const sender = publicKey.export({ type: 'spki', format: 'der' });
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyBetween(privateKey, recipient, sender), iv);
  const plain = canonicalJson(openings.map((one) => ({ ...one })));
  const content = Buffer.concat([cipher.update(plain), cipher.final()]);
  const parts = Object.entries({ sender, iv, tag: cipher.getAuthTag(), content });
  const part = Object.fromEntries(parts.map(([name, bytes]) => [name, bytes.toString('base64')]));
  const known = before && readFile(before);
  return canonicalJson({ schema: SCHEMA, parts: [...(known?.parts ?? []), part] });
}

/** Undefined when the file is none, or the key not the one that any part of it was encrypted to. */
export function openOpenings(file: Uint8Array, key: KeyObject): readonly Opening[] | undefined {
  const opened = readFile(file)?.parts.flatMap((part) => openPart(part, key) ?? []);
  return opened === undefined || opened.length === 0 ? undefined : opened.flat();
}

function readFile(bytes: Uint8Array): OpeningsFile | undefined {
  const file = parseCanonical(bytes);
  // The shape is checked here.
  return file === undefined || fileShape(file) !== undefined ? undefined : (file as unknown as OpeningsFile);
}

/** In a list of its own, for it may hold no opening. */
function openPart({ sender, iv, tag, content }: SealedOpenings, key: KeyObject): [readonly Opening[]] | undefined {
  try {
    const from = Buffer.from(sender, 'base64');
    const theirs = createPublicKey({ key: from, format: 'der', type: 'spki' });
    const decipher = createDecipheriv('aes-256-gcm', keyBetween(key, theirs, from), Buffer.from(iv, 'base64'), {
      authTagLength: 16,
    });
    decipher.setAuthTag(Buffer.from(tag, 'base64'));
    const plain = Buffer.concat([decipher.update(Buffer.from(content, 'base64')), decipher.final()]);
    const openings = parseCanonical(plain);
    // The shape is checked here.
    return openings !== undefined && openingsShape(openings) === undefined
      ? [openings as unknown as readonly Opening[]]
      : undefined;
  } catch {
    return undefined;
  }
}

import { constants, createHmac, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { JsonObject } from '../model/json.ts';

/** What signs a token: a private key, and the algorithm that its token set declares for it. */
export interface Signing {
  readonly key: KeyObject;
  readonly alg: string;
}

type Sign = (input: Buffer, key: KeyObject) => Buffer;

interface Algorithm {
  readonly fits: (key: KeyObject) => boolean;
  readonly sign: Sign;
}

const BITS = ['256', '384', '512'] as const;

/** https://www.rfc-editor.org/rfc/rfc7518#section-3.3 */
const SHORTEST_RSA_BITS = 2048;

const isRsa = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean =>
  asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_RSA_BITS;

const CURVES = { 256: 'prime256v1', 384: 'secp384r1', 512: 'secp521r1' } as const;

/** `alg` values for private keys, RFC 7518 section 3.1. */
const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map(
  BITS.flatMap((bits): readonly (readonly [string, Algorithm])[] => {
    const hash = `sha${bits}`;
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    const isOnCurve = ({ asymmetricKeyDetails }: KeyObject): boolean =>
      asymmetricKeyDetails?.namedCurve === CURVES[bits];
    return [
      [`RS${bits}`, { fits: isRsa, sign: (input, key) => sign(hash, input, key) }],
      [`PS${bits}`, { fits: isRsa, sign: (input, key) => sign(hash, input, { key, ...pss }) }],
      [`ES${bits}`, { fits: isOnCurve, sign: (input, key) => sign(hash, input, { key, dsaEncoding: 'ieee-p1363' }) }],
    ];
  }),
);

export const SIGNATURE_ALGORITHMS: readonly string[] = [...ALGORITHMS.keys()];

/** Whether a private key can sign by an algorithm of RFC 7518. */
export const canSign = (key: KeyObject, alg: string): boolean => ALGORITHMS.get(alg)?.fits(key) ?? false;

/**
 * The compact form of a JWT (RFC 7515 section 7.1): header, claims and signature, each base64url without padding. Without a key the
 * signature is empty (RFC 7519 section 6).
 */
export function encodeJwt(header: JsonObject, claims: JsonObject, signing?: Signing): string {
  const part = (value: JsonObject): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
  const input = `${part(header)}.${part(claims)}`;
  return `${input}.${signing === undefined ? '' : signatureOf(input, header['alg'], signing).toString('base64url')}`;
}

/**
 * The signature by the algorithm that the header names, so that a mutated `alg` is the one fault of its token; by the declared one
 * when the header names none that the key can be used for.
 */
function signatureOf(input: string, named: unknown, { key, alg }: Signing): Buffer {
  const name = String(named);
  if (name.toLowerCase() === 'none') return Buffer.alloc(0);
  const forged = forgery(name, key);
  const by = forged ?? ALGORITHMS.get(canSign(key, name) ? name : alg)?.sign;
  return by === undefined ? Buffer.alloc(0) : by(Buffer.from(input), key);
}

/**
 * `HS256` and its like in the place of a signature by a private key: the published key serves as the shared secret, which deceives
 * whoever lets the token choose the algorithm (https://www.rfc-editor.org/rfc/rfc8725#section-2.1).
 */
function forgery(name: string, key: KeyObject): Sign | undefined {
  const [, bits] = /^HS(256|384|512)$/.exec(name) ?? [];
  if (bits === undefined) return undefined;
  const published = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  return (input) => createHmac(`sha${bits}`, published).update(input).digest();
}

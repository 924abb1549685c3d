import { constants, type KeyObject, verify } from 'node:crypto';
import { contentOf, membersOf, readDer, TAG } from './der.ts';

/** The signatures that seals may bear, and nothing else. */
export type SignatureScheme = 'ecdsa-p256-sha256' | 'ed25519' | 'rsa-pss-sha256';

export const MIN_RSA_BITS = 3072;
/** FIPS 186-5 section 5.1: the public exponent is larger than 2^16. */
const MIN_RSA_EXPONENT = 65_537n;

/**
 * The points of Ed25519 whose order divides 8, as they are coded in 32 bytes without the bit of their sign: anybody can sign for
 * them. RFC 8032 section 5.1 has the curve; two of them have a second coding, above its prime.
 */
const LOW_ORDER: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

/** What a key signs with; undefined when the key is too weak or of another kind. */
export function schemeOf(key: KeyObject): SignatureScheme | undefined {
  const details = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'ec':
      return details.namedCurve === 'prime256v1' ? 'ecdsa-p256-sha256' : undefined;
    case 'ed25519':
      return isOfLowOrder(key) ? undefined : 'ed25519';
    case 'rsa':
      return (details.modulusLength ?? 0) >= MIN_RSA_BITS && (details.publicExponent ?? 0n) >= MIN_RSA_EXPONENT
        ? 'rsa-pss-sha256'
        : undefined;
    default:
      return undefined;
  }
}

/** (n - 1) / 2 for the order n of P-256 (SP 800-186 section 3.2.1.3). */
export const HALF_ORDER_OF_P256 = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

/**
 * With (r, s) ECDSA takes (r, n - s) as well (FIPS 186-5 section 6.4.2), so anybody could give sealed bytes a second signature: only the
 * lower s counts here. Certificates and time-stamps are signed by others, who need not know that.
 */
export function isSignedBy(scheme: SignatureScheme, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  const { hash, ...options } = parametersOf(scheme);
  const good = verify(hash, data, { key, ...options }, signature);
  return good && (scheme !== 'ecdsa-p256-sha256' || hasLowS(Buffer.from(signature)));
}

function hasLowS(signature: Buffer): boolean {
  const [, s] = membersOf(readDer(signature));
  return BigInt(`0x${contentOf(s, TAG.integer).toString('hex')}`) <= HALF_ORDER_OF_P256;
}

function isOfLowOrder(key: KeyObject): boolean {
  // A private key has no such point.
  if (key.type === 'private') return false;
  const point = Buffer.from(key.export({ format: 'der', type: 'spki' }).subarray(-32));
  point.writeUInt8(point.readUInt8(31) & 0x7f, 31);
  return LOW_ORDER.has(point.toString('hex'));
}

/** What Node is to be told of a scheme. */
export const parametersOf = (scheme: SignatureScheme) => ({
  hash: scheme === 'ed25519' ? null : 'sha256',
  ...(scheme === 'rsa-pss-sha256' && { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
});

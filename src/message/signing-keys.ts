import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import { canSign } from './jwt.ts';

export type ReadKey = { readonly key: KeyObject } | { readonly problem: Diagnostic };

/** The keys of a run, each read once. They are in memory only. */
export class SigningKeys {
  readonly #read = new Map<string, KeyObject>();
  readonly #others = new Map<KeyObject, KeyObject>();

  /** The private key in a PEM text, when it can be used for the algorithm. */
  read(pem: string, alg: string): ReadKey {
    const key = this.#read.get(pem) ?? parsed(pem);
    if (key === undefined) return { problem: UNREADABLE };
    this.#read.set(pem, key);
    return canSign(key, alg) ? { key } : { problem: unfit(alg) };
  }

  /** A key of the same kind that nobody has published. */
  another(key: KeyObject): KeyObject {
    const other = this.#others.get(key) ?? made(key);
    this.#others.set(key, other);
    return other;
  }
}

function parsed(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

function made({ asymmetricKeyDetails: { namedCurve, modulusLength = 2048 } = {} }: KeyObject): KeyObject {
  const pair =
    namedCurve === undefined
      ? generateKeyPairSync('rsa', { modulusLength })
      : generateKeyPairSync('ec', { namedCurve });
  return pair.privateKey;
}

const problem = (code: DiagnosticCode, message: string, hint: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  hint,
});

const UNREADABLE = problem(
  'KEY_UNREADABLE',
  'The key that signs the token cannot be read',
  'It must be an unencrypted private key in PEM: BEGIN PRIVATE KEY (PKCS#8).',
);

const unfit = (alg: string): Diagnostic =>
  problem(
    'KEY_TYPE',
    `The key cannot sign by ${alg}`,
    'RS and PS need an RSA key of at least 2048 bits, ES256, ES384 and ES512 a key on P-256, P-384 and P-521 (RFC 7518 section 3).',
  );

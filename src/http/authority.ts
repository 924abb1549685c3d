import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  X509CrlGenerator,
} from '@peculiar/x509';

export interface Credentials {
  /** PEM: the certificate of the key, then the authorities between it and the root. */
  readonly cert: string;
  /** PKCS #8, PEM. */
  readonly key: string;
  /** Serial number of the certificate, hex. */
  readonly serial: string;
}

export interface Wanted {
  readonly commonName?: string;
  readonly dns?: readonly string[];
  readonly ip?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Many older ciphers need a certificate for RSA; elliptic curves are quicker to make. */
  readonly keyType?: 'ec' | 'rsa';
}

/** A certificate authority for tests: made in memory, trusted by nobody else, gone with the process. */
export interface Authority {
  /** Its own certificate, PEM. */
  readonly ca: string;
  issue(wanted: Wanted): Promise<Credentials>;
  /** An authority below this one. */
  delegate(name: string): Promise<Authority>;
  /** The list of what it has revoked, PEM. */
  revoke(serials: readonly string[]): Promise<string>;
}

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
};
const DAY_MS = 86_400_000;

export async function makeAuthority(name = 'Test authority'): Promise<Authority> {
  const keys = await newKeys();
  const subject = `CN=${name}`;
  const { pem } = await certify({ subject, issuer: subject, keys, signer: keys, extensions: ofAuthority(1) });
  return authority({ subject, keys, ca: pem, below: '' });
}

interface Root {
  readonly subject: string;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly ca: string;
  /** What certificates that it issues bring besides: the authorities up to the root, without the root. */
  readonly below: string;
}

function authority({ subject: issuer, keys: signer, ca, below }: Root): Authority {
  return {
    ca,
    async issue({ commonName = 'Test service', dns = [], ip = [], keyType = 'ec', ...validity }) {
      const keys = await newKeys(keyType);
      const names = [
        ...dns.map((value) => ({ type: 'dns' as const, value })),
        ...ip.map((value) => ({ type: 'ip' as const, value })),
      ];
      const alternatives = names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)];
      const extensions = [new BasicConstraintsExtension(false), ...alternatives];
      const { pem, serial } = await certify({
        subject: `CN=${commonName}`,
        issuer,
        keys,
        signer,
        extensions,
        ...validity,
      });
      return { cert: pem + below, key: await privateKeyPem(keys), serial };
    },
    async delegate(name) {
      const keys = await newKeys();
      const subject = `CN=${name}`;
      const { pem } = await certify({ subject, issuer, keys, signer, extensions: ofAuthority(0) });
      return authority({ subject, keys, ca: pem, below: pem + below });
    },
    async revoke(serials) {
      const list = await X509CrlGenerator.create({
        issuer,
        thisUpdate: new Date(Date.now() - DAY_MS),
        nextUpdate: new Date(Date.now() + DAY_MS),
        entries: serials.map((serialNumber) => ({ serialNumber, revocationDate: new Date(Date.now() - DAY_MS / 2) })),
        signingAlgorithm: EC,
        signingKey: signer.privateKey,
      });
      return pemOf('X509 CRL', list.rawData);
    },
  };
}

const ofAuthority = (pathLength: number): Extension[] => [
  new BasicConstraintsExtension(true, pathLength, true),
  new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
];

interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly signer: webcrypto.CryptoKeyPair;
  readonly extensions: Extension[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

async function certify({ subject, issuer, keys, signer, extensions, notBefore, notAfter }: Certificate) {
  // The first digit keeps the number positive, and of one length.
  const serial = webcrypto.getRandomValues(Buffer.alloc(8)).toString('hex').replace(/^./, '1');
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial,
    subject,
    issuer,
    notBefore: notBefore ?? new Date(Date.now() - DAY_MS),
    notAfter: notAfter ?? new Date(Date.now() + DAY_MS),
    signingAlgorithm: EC,
    publicKey: keys.publicKey,
    signingKey: signer.privateKey,
    extensions,
  });
  return { pem: pemOf('CERTIFICATE', certificate.rawData), serial };
}

async function newKeys(type: 'ec' | 'rsa' = 'ec'): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(type === 'ec' ? EC : RSA, true, ['sign', 'verify']);
}

async function privateKeyPem({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  return pemOf('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', privateKey));
}

function pemOf(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

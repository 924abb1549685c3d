import { TLS_VERSIONS, type TlsVersion } from '../model/tls.ts';
import { REFERENCE_PATTERN } from './reference.ts';

/** References to a certificate and its key: in PEM, or together as PKCS#12. */
export interface IdentityConfig {
  readonly certificate?: string;
  readonly key?: string;
  readonly pkcs12?: string;
  readonly passphrase?: string;
}

/** How the run connects over TLS: `tls` of the configuration. */
export interface TlsConfig extends IdentityConfig {
  /** Reference to the certificates of the authorities that are trusted instead of the usual ones, PEM. */
  readonly ca?: string;
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
  /** By their names in OpenSSL. */
  readonly ciphers?: readonly string[];
  readonly serverName?: string;
  /** Further certificates, by the names with which cases ask for them. */
  readonly identities?: Readonly<Record<string, IdentityConfig>>;
}

const reference = (code: 'INLINE_SECRET' | 'WRONG_VALUE') =>
  ({
    type: 'string',
    pattern: REFERENCE_PATTERN,
    'x-faults': {
      pattern: { code, message: 'Only a reference can stand here', hint: 'Refer to it as file:PATH or env:NAME.' },
    },
  }) as const;

const IDENTITY = {
  certificate: reference('WRONG_VALUE'),
  key: reference('INLINE_SECRET'),
  pkcs12: reference('WRONG_VALUE'),
  passphrase: reference('INLINE_SECRET'),
} as const;

const TOGETHER = {
  dependentRequired: { certificate: ['key'], key: ['certificate'] },
  'x-faults': { dependentRequired: { hint: 'A certificate and its key belong together; `pkcs12` holds both.' } },
} as const;

/** YAML reads an unquoted 1.2 as a number. */
const VERSION = { enum: [...TLS_VERSIONS, ...TLS_VERSIONS.map(Number)] } as const;

export const TLS_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  ...TOGETHER,
  properties: {
    ...IDENTITY,
    ca: reference('WRONG_VALUE'),
    minVersion: VERSION,
    maxVersion: VERSION,
    ciphers: { type: 'array', minItems: 1, items: { type: 'string', pattern: '^[A-Za-z0-9_-]+$' } },
    serverName: { type: 'string', minLength: 1 },
    identities: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        ...TOGETHER,
        properties: IDENTITY,
      },
    },
  },
} as const;

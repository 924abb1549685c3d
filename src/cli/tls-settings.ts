import { certificatesIn } from '../http/certificate-facts.ts';
import { type ClientIdentity, type IdentityMaterial, outOfDate, readIdentity } from '../http/client-identity.ts';
import { type TlsOffer, type Transport, unknownCiphers } from '../http/transport.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import { OWN_CERTIFICATE, type TlsVersion } from '../model/tls.ts';
import { openToOthers, type ReadReference, readReference, type Surroundings, textOf } from './reference.ts';
import type { IdentityConfig, TlsConfig } from './tls-config.ts';

/** The environment variable that holds the passphrase of the client's key when the configuration names none. */
export const CLIENT_PASSPHRASE = 'ASSAY_CLIENT_PASSPHRASE';

export interface ReadTransport {
  /** Absent when there is any error. */
  readonly transport?: Transport;
  /** Located by pointers into `tls`. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads all that the run needs for TLS, and refuses what could not be used, before anything is sent. */
export async function readTransport(config: TlsConfig, now: Date, around: Surroundings): Promise<ReadTransport> {
  const reading = new Reading(around);
  const identities: Record<string, ClientIdentity> = {};
  const own = await reading.identity(config, '');
  if (own !== undefined) {
    identities[OWN_CERTIFICATE] = own;
    reading.report(outOfDate(own.certificate, now), config.pkcs12 === undefined ? '/certificate' : '/pkcs12');
  }
  for (const [name, further] of Object.entries(config.identities ?? {})) {
    const identity = await reading.identity(further, `/identities/${name}`);
    if (identity !== undefined) identities[name] = identity;
  }
  const offer = await reading.offer(config);
  const { diagnostics } = reading;
  return diagnostics.length > 0 ? { diagnostics } : { transport: { offer, identities }, diagnostics };
}

/** One pass over the configuration, collecting what is wrong. */
class Reading {
  readonly #around: Surroundings;
  readonly diagnostics: Diagnostic[] = [];

  constructor(around: Surroundings) {
    this.#around = around;
  }

  report(found: Diagnostic | undefined, pointer: string): void {
    if (found !== undefined) this.diagnostics.push({ ...found, location: { pointer } });
  }

  async identity(config: IdentityConfig, at: string): Promise<ClientIdentity | undefined> {
    const before = this.diagnostics.length;
    const material = await this.#material(config, at);
    if (material === undefined || this.diagnostics.length > before) return undefined;
    const read = readIdentity(material);
    if ('identity' in read) return read.identity;
    this.report(read.problem, `${at}${read.problem.location?.pointer ?? ''}`);
    return undefined;
  }

  async offer({ ca, minVersion, maxVersion, ciphers, serverName }: TlsConfig): Promise<TlsOffer> {
    const authorities = ca === undefined ? undefined : await this.#authorities(ca);
    const [unknown] = unknownCiphers(ciphers ?? []);
    if (unknown !== undefined) this.report(noSuchCipher(unknown), '/ciphers');
    const oldest = versionOf(minVersion);
    const newest = versionOf(maxVersion);
    if (oldest !== undefined && newest !== undefined && oldest > newest) this.report(NO_VERSION, '/maxVersion');
    return {
      ...(authorities !== undefined && { ca: authorities }),
      ...(oldest !== undefined && { minVersion: oldest }),
      ...(newest !== undefined && { maxVersion: newest }),
      ...(ciphers !== undefined && { ciphers }),
      ...(serverName !== undefined && { serverName }),
    };
  }

  async #authorities(reference: string): Promise<string | undefined> {
    const bytes = await this.#read(reference, '/ca', 'CERTIFICATE_UNREADABLE');
    if (bytes === undefined) return undefined;
    const pem = textOf(bytes);
    if (certificatesIn(pem) === undefined) this.report(NO_AUTHORITIES, '/ca');
    return pem;
  }

  /** Undefined when no certificate is configured. */
  async #material(
    { certificate, key, pkcs12, passphrase }: IdentityConfig,
    at: string,
  ): Promise<IdentityMaterial | undefined> {
    if (certificate !== undefined && pkcs12 !== undefined) {
      this.report(BOTH_FORMS, `${at}/pkcs12`);
      return undefined;
    }
    const word =
      passphrase === undefined ? this.#around.env[CLIENT_PASSPHRASE] : await this.#passphrase(passphrase, at);
    const opening = word === undefined || word === '' ? {} : { passphrase: word };
    if (pkcs12 !== undefined) {
      const bytes = await this.#secret(pkcs12, `${at}/pkcs12`);
      return bytes && { form: 'pkcs12', pkcs12: binary(pkcs12, bytes), ...opening };
    }
    if (certificate === undefined || key === undefined) {
      if (certificate !== key) this.report(HALF, certificate === undefined ? `${at}/key` : `${at}/certificate`);
      return undefined;
    }
    const pem = await this.#read(certificate, `${at}/certificate`, 'CERTIFICATE_UNREADABLE');
    const secret = await this.#secret(key, `${at}/key`);
    return pem && secret && { form: 'pem', certificate: textOf(pem), key: textOf(secret), ...opening };
  }

  async #passphrase(reference: string, at: string): Promise<string | undefined> {
    const bytes = await this.#secret(reference, `${at}/passphrase`);
    return bytes && textOf(bytes);
  }

  async #secret(reference: string, at: string): Promise<Uint8Array | undefined> {
    this.report(await openToOthers(reference, this.#around), at);
    return this.#read(reference, at, 'KEY_UNREADABLE');
  }

  async #read(reference: string, at: string, code: DiagnosticCode): Promise<Uint8Array | undefined> {
    const read: ReadReference | undefined = await readReference(reference, this.#around);
    if (read !== undefined && 'problem' in read) this.report({ ...read.problem, code }, at);
    return read !== undefined && 'bytes' in read ? read.bytes : undefined;
  }
}

/** The environment holds texts, so a PKCS#12 stands there in Base64. */
const binary = (reference: string, bytes: Uint8Array): Uint8Array =>
  reference.startsWith('env:') ? Buffer.from(textOf(bytes), 'base64') : bytes;

/** The schema has let a number pass that YAML made of 1.2. */
const versionOf = (version: TlsVersion | undefined): TlsVersion | undefined =>
  version === undefined ? undefined : String(version) === '1.2' ? '1.2' : '1.3';

const error = (code: DiagnosticCode, message: string, hint: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  hint,
});

const NO_AUTHORITIES = error(
  'CERTIFICATE_UNREADABLE',
  'This is not a list of certificates in PEM',
  'It must hold the certificates of the authorities that sign for the provider.',
);

const HALF = error(
  'CONFIG_INVALID',
  'A certificate and its key are given only together',
  'Give the other one as well; PKCS#12 holds both.',
);

const BOTH_FORMS = error(
  'CONFIG_INVALID',
  'The certificate is given twice: in PEM and as PKCS#12',
  'Leave out `pkcs12`, or `certificate` and `key`.',
);

const NO_VERSION = error(
  'CONFIG_INVALID',
  'maxVersion is older than minVersion, so that no version of TLS is left',
  'Leave one of them out.',
);

const noSuchCipher = (name: string): Diagnostic =>
  error('CONFIG_INVALID', `There is no cipher "${name}"`, '`openssl ciphers -v` lists the names.');

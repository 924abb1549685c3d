import { createSecureContext } from 'node:tls';
import { canonicalJson } from '../model/canonical-json.ts';
import type { Connection } from '../model/suite.ts';
import { OWN_CERTIFICATE, type TlsVersion, type TransportPlan } from '../model/tls.ts';
import { certificateFacts, certificatesIn } from './certificate-facts.ts';
import type { ClientIdentity } from './client-identity.ts';
import type { TlsSettings } from './tls.ts';

/** How a run connects over TLS: what it trusts and offers, and the certificates that it can show. */
export interface Transport {
  readonly offer: TlsOffer;
  readonly identities: Readonly<Record<string, ClientIdentity>>;
}

/** What a connection offers the server; the usual of Node where nothing is said. */
export interface TlsOffer {
  readonly ca?: string;
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
  /** By their names in OpenSSL; these and no others. */
  readonly ciphers?: readonly string[];
  readonly serverName?: string;
}

export const PLAIN_TRANSPORT: Transport = { offer: {}, identities: {} };

/** What may be written down of it. */
export function transportPlan({ offer: { ca, ...offer }, identities }: Transport): TransportPlan {
  // By name, as they come back from the plan on the disk.
  const names = Object.keys(identities).sort();
  const certificates = names.flatMap((name) =>
    identities[name] ? [[name, identities[name].certificate] as const] : [],
  );
  const authorities = ca === undefined ? undefined : (certificatesIn(ca) ?? []);
  return {
    certificates: Object.fromEntries(certificates),
    ...(authorities !== undefined && { authorities: authorities.map((one) => certificateFacts(one).fingerprint) }),
    ...offer,
  };
}

/** Gives the same settings for the same connection, so that its exchanges share what they may share. */
export function connecting({ offer, identities }: Transport): (connection?: Connection) => TlsSettings {
  const known = new Map<string, TlsSettings>();
  return (connection = {}) => {
    const key = canonicalJson(connection);
    const settings = known.get(key) ?? settingsOf(...merged(offer, identities, connection));
    known.set(key, settings);
    return settings;
  };
}

function merged(
  offer: TlsOffer,
  identities: Transport['identities'],
  { certificate = OWN_CERTIFICATE, scheme: _, ...other }: Connection,
): [TlsOffer, ClientIdentity | undefined] {
  return [{ ...offer, ...other }, certificate === null ? undefined : identities[certificate]];
}

/** The settings of a connection that shows this identity. */
function settingsOf(
  { ca, minVersion, maxVersion, ciphers, serverName }: TlsOffer,
  identity: ClientIdentity | undefined,
): TlsSettings {
  const newest = newestOf(maxVersion, ciphers);
  // A step may ask for what is older than the run would.
  const oldest = minVersion === '1.3' && newest === '1.2' ? newest : minVersion;
  return {
    ...identity?.settings,
    ...(ca !== undefined && { ca }),
    ...(oldest !== undefined && { minVersion: `TLSv${oldest}` }),
    ...(newest !== undefined && { maxVersion: `TLSv${newest}` }),
    ...(ciphers !== undefined && { ciphers: ciphers.join(':') }),
    ...(serverName !== undefined && { servername: serverName }),
  };
}

/** Node offers the suites of TLS 1.3 beside a list that names none of them, so that the list is kept only without TLS 1.3. */
function newestOf(maxVersion: TlsVersion | undefined, ciphers: readonly string[] = []): TlsVersion | undefined {
  const isOlder = ciphers.length > 0 && !ciphers.some((name) => name.startsWith('TLS_'));
  return isOlder ? '1.2' : maxVersion;
}

/** Names of ciphers that this OpenSSL does not have. */
export function unknownCiphers(ciphers: readonly string[]): readonly string[] {
  return ciphers.filter((name) => {
    try {
      createSecureContext({ ciphers: name });
      return false;
    } catch {
      return true;
    }
  });
}

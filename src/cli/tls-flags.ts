import type { Diagnostic } from '../model/diagnostic.ts';
import type { Locate } from '../schema/problem.ts';
import type { TlsConfig } from './tls-config.ts';

/** What the command line says of TLS: paths of files. */
export interface TlsFlags {
  readonly clientCert?: string;
  readonly clientKey?: string;
  readonly clientP12?: string;
  readonly ca?: string;
}

const FLAGS = {
  certificate: { of: 'clientCert', flag: '--client-cert' },
  key: { of: 'clientKey', flag: '--client-key' },
  pkcs12: { of: 'clientP12', flag: '--client-p12' },
  ca: { of: 'ca', flag: '--ca' },
} as const;

const MEMBERS = ['certificate', 'key', 'pkcs12', 'ca'] as const;

export interface PlacedTls {
  readonly config: TlsConfig;
  /** A finding in `tls` with the place where that is configured: the flag, or the line of the file. */
  readonly placed: (finding: Diagnostic, locate: Locate | undefined) => Diagnostic;
}

/** The configuration with the flags over it. A certificate on the command line takes the place of the configured one in whatever form. */
export function tlsOf(configured: TlsConfig, flags: TlsFlags): PlacedTls {
  const given = MEMBERS.filter((member) => flags[FLAGS[member].of] !== undefined);
  const { certificate: _, key: __, pkcs12: ___, ...rest } = configured;
  const isNamed = given.some((member) => member !== 'ca');
  const named = Object.fromEntries(given.map((member) => [member, `file:${flags[FLAGS[member].of]}`]));
  return {
    config: { ...(isNamed ? rest : configured), ...named },
    placed: (finding, locate) => {
      const pointer = finding.location?.pointer ?? '';
      const member = given.find((name) => pointer === `/${name}`);
      if (member !== undefined)
        return { ...finding, message: `${finding.message} (${FLAGS[member].flag})`, location: {} };
      if (locate === undefined) return finding;
      return { ...finding, location: { pointer: `/tls${pointer}`, source: locate(`/tls${pointer}`) } };
    },
  };
}

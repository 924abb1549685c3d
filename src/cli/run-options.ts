import type { Role } from '../model/system-under-test.ts';
import type { ClientSide } from '../run/reception.ts';

/** What a command line says of a run. */
export interface RunOptions {
  readonly target?: string;
  readonly via?: string;
  readonly config?: string;
  /** Paths of files for TLS with the provider. */
  readonly clientCert?: string;
  readonly clientKey?: string;
  readonly clientP12?: string;
  readonly ca?: string;
  readonly filter: readonly string[];
  readonly tag: readonly string[];
  /** `name.path=value` */
  readonly set: readonly string[];
  /** Folders, archives or single files with official definitions. */
  readonly package: readonly string[];
  readonly workers: number;
  /** Milliseconds. */
  readonly deadline: number;
  readonly evidence: string;
  /** What the reviewer gave for this run. */
  readonly nonce?: string;
  readonly key?: string;
  readonly cert?: string;
  readonly p12?: string;
  /** A program that signs with the key of `cert`. */
  readonly signer?: string;
  /** Authority that time-stamps the seal. */
  readonly tsa?: URL;
  readonly sutName?: string;
  readonly sutVersion?: string;
  readonly sutOrganisation?: string;
  readonly sutOds?: string;
  readonly sutEnvironment?: string;
  readonly defect: readonly string[];
  /** Most requests in a time, as `5/s`. */
  readonly rate?: string;
  /** Leave at the system under test what the cases made. */
  readonly keep?: boolean;
  /** Path of a certificate or key that the openings of redacted values are encrypted to. */
  readonly keepOpenings?: string;
  /** Path of a file. */
  readonly waivers?: string;
  readonly allowSkips?: boolean;
  readonly json?: boolean;
  /** Folder of a run that stopped and is to go on. */
  readonly resume?: string;
  readonly role?: Role;
  /** Of the simulator that a client under test calls. */
  readonly host?: string;
  readonly port?: number;
  /** Folder for the certificates with which a client under test calls it: then it is reached over TLS. */
  readonly tls?: string;
  /** The client calls a real provider, the target, through us. */
  readonly proxy?: boolean;
  /** Drives the client under test, whatever the configuration says. */
  readonly drive?: ClientSide['drive'];
  /** That command prints what the user of the client is shown, and logs. */
  readonly prints?: boolean;
  /** File of answers that were given beforehand. */
  readonly answers?: string;
  /** `CASE=path` of files that show something of a case. */
  readonly attach?: readonly string[];
  /** Who answers. */
  readonly attester?: string;
  /** Nobody is asked, and what asks a person is left out. */
  readonly unattended?: boolean;
  /** Milliseconds for each request of a client, in place of what its step says. */
  readonly within?: number;
}

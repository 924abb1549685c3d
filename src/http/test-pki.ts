import type { ServerFault } from '../model/tls.ts';
import { type Authority, type Credentials, makeAuthority } from './authority.ts';
import { namesOf } from './own-names.ts';

/** The certificates with which a provider can be tried: one that is right, and one for each way to be wrong. */
export const CLIENT_CERTIFICATES = ['own', 'expired', 'wrong-name', 'wrong-authority', 'revoked'] as const;

/** Everything that a mutual TLS connection on this machine needs, made on the fly. */
export interface TestPki {
  /** The root, PEM: whom both sides trust. */
  readonly root: string;
  readonly server: Credentials;
  /** A certificate of the server with which something is wrong. */
  readonly faulty: (fault: ServerFault) => Promise<Credentials>;
  /** Every authority, PEM, and what each has revoked: for a server that asks for certificates. */
  readonly authorities: string;
  readonly revoked: readonly string[];
  /** The name that the certificate of a client must have. */
  readonly clientName: string;
  readonly clients: Readonly<Record<(typeof CLIENT_CERTIFICATES)[number], Credentials>>;
}

const CLIENT_NAME = 'consumer.assay.test';
const DAY_MS = 86_400_000;

/** The server's certificate is right, unless something is to be wrong with it; it names what is called by `host`, and this machine itself. */
export async function makeTestPki(now: Date, serverFault?: ServerFault, host = '127.0.0.1'): Promise<TestPki> {
  const root = await makeAuthority('Assay test root');
  const sub = await root.delegate('Assay test authority');
  const clients = await clientsOf(sub, now);
  return {
    root: root.ca,
    server: await serverOf(sub, { now, fault: serverFault, host }),
    faulty: (fault) => serverOf(sub, { now, fault, host }),
    authorities: root.ca + sub.ca,
    revoked: [await root.revoke([]), await sub.revoke([clients.revoked.serial])],
    clientName: CLIENT_NAME,
    clients,
  };
}

interface Served {
  readonly now: Date;
  readonly fault: ServerFault | undefined;
  readonly host: string;
}

async function serverOf(authority: Authority, { now, fault, host }: Served): Promise<Credentials> {
  const others = namesOf(host);
  const issuer = fault === 'other-authority' ? await makeAuthority('Unknown test authority') : authority;
  const ownNames = {
    commonName: 'provider.assay.test',
    dns: [...new Set(['provider.assay.test', 'localhost', ...others.dns])],
    ip: [...new Set(['127.0.0.1', '::1', ...others.ip])],
  };
  const otherNames = { commonName: 'stranger.assay.test', dns: ['stranger.assay.test'] };
  return issuer.issue({
    ...(fault === 'other-name' ? otherNames : ownNames),
    ...(fault === 'expired' ? expired(now) : {}),
    keyType: 'rsa',
  });
}

const expired = (now: Date) => ({
  notBefore: new Date(now.getTime() - 2 * DAY_MS),
  notAfter: new Date(now.getTime() - DAY_MS),
});

async function clientsOf(authority: Authority, now: Date): Promise<TestPki['clients']> {
  const stranger = await makeAuthority('Unknown test authority');
  const right = { commonName: CLIENT_NAME, dns: [CLIENT_NAME] };
  return {
    own: await authority.issue(right),
    expired: await authority.issue({ ...right, ...expired(now) }),
    'wrong-name': await authority.issue({ commonName: 'stranger.assay.test', dns: ['stranger.assay.test'] }),
    'wrong-authority': await stranger.issue(right),
    revoked: await authority.issue(right),
  };
}

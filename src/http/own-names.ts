import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

/** At these a server listens at every address of its machine. */
const EVERY_ADDRESS = ['0.0.0.0', '::'];

/** What stands in the URLs of a server that listens at a host. */
export const shownAs = (host: string): string => (EVERY_ADDRESS.includes(host) ? hostname() : host);

/** What others may call a server by that listens at a host: all that a certificate for it must name. */
export function namesOf(host: string): { readonly dns: readonly string[]; readonly ip: readonly string[] } {
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address));
  const names = EVERY_ADDRESS.includes(host) ? [hostname(), ...addresses] : [host];
  return { dns: names.filter((name) => isIP(name) === 0), ip: names.filter((name) => isIP(name) !== 0) };
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readIdentity } from '../http/client-identity.ts';
import type { ServerTls } from '../http/server-tls.ts';
import { CLIENT_CERTIFICATES, type TestPki } from '../http/test-pki.ts';
import type { Transport } from '../http/transport.ts';
import type { TransportRules } from '../model/simulator.ts';
import { OWN_CERTIFICATE } from '../model/tls.ts';

/** What a provider on this machine needs to ask its clients for certificates. */
export function serverTls(
  { server, authorities, revoked, clientName }: TestPki,
  { ciphers, tolerates, plainHttp }: TransportRules,
): ServerTls {
  return {
    ...server,
    ...(ciphers !== undefined && { ciphers }),
    clients: { authorities, revoked, names: [clientName], tolerates },
    plainHttp,
  };
}

/** What a run needs to meet that provider, with every certificate that it must refuse. */
export function transportOf({ root, clients }: TestPki): Transport {
  const identities = CLIENT_CERTIFICATES.flatMap((name) => {
    const { cert: certificate, key } = clients[name];
    const read = readIdentity({ form: 'pem', certificate, key });
    return 'identity' in read ? [[name, read.identity] as const] : [];
  });
  return { offer: { ca: root }, identities: Object.fromEntries(identities) };
}

/**
 * Writes the certificates for clients into a folder, with an `assay.config.yaml` that names them: with it a run meets the provider.
 * The keys open nothing but this provider.
 */
export async function writeClientFiles({ root, clients }: TestPki, folder: string, target: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'root.pem'), root);
  for (const name of CLIENT_CERTIFICATES) {
    await writeFile(join(folder, `${name}.pem`), clients[name].cert);
    await writeFile(join(folder, `${name}.key`), clients[name].key, { mode: 0o600 });
  }
  const config = join(folder, 'assay.config.yaml');
  await writeFile(config, configOf(folder, target));
  return config;
}

/** Where those files are, as the command that drives a client under test is told. */
export function clientFilesIn(folder: string | undefined): Readonly<Record<string, string>> {
  if (folder === undefined) return {};
  return {
    ASSAY_CA: join(folder, 'root.pem'),
    ASSAY_CERT: join(folder, `${OWN_CERTIFICATE}.pem`),
    ASSAY_KEY: join(folder, `${OWN_CERTIFICATE}.key`),
  };
}

function configOf(folder: string, target: string): string {
  const reference = (file: string): string => JSON.stringify(`file:${join(folder, file)}`);
  const identity = (name: string): string =>
    `{ certificate: ${reference(`${name}.pem`)}, key: ${reference(`${name}.key`)} }`;
  const others = CLIENT_CERTIFICATES.filter((name) => name !== OWN_CERTIFICATE);
  return [
    `target: ${target}`,
    'tls:',
    `  ca: ${reference('root.pem')}`,
    `  certificate: ${reference(`${OWN_CERTIFICATE}.pem`)}`,
    `  key: ${reference(`${OWN_CERTIFICATE}.key`)}`,
    '  identities:',
    ...others.map((name) => `    ${name}: ${identity(name)}`),
    '',
  ].join('\n');
}

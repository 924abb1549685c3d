import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { type OpenSslFolder, openSslFolder, selfSigned } from '../../fixtures/keys/openssl.ts';
import { OWN_CERTIFICATE } from '../model/tls.ts';
import type { TlsConfig } from './tls-config.ts';
import { readTransport } from './tls-settings.ts';

const DAY_MS = 86_400_000;
/** Certificates of openssl are valid from the second in which they are made, which is later than this file is read. */
const NOW = new Date(Date.now() + DAY_MS);
const NEXT_YEAR = new Date(NOW.getTime() + 365 * DAY_MS);

describe('readTransport', () => {
  let folder: OpenSslFolder;
  before(() => {
    folder = openSslFolder();
    selfSigned(folder, 'client');
    selfSigned(folder, 'other');
    folder.run('pkcs12 -export -in client.pem -inkey client.key -out client.p12 -passout pass:open-sesame');
    chmodSync(folder.file('client.p12'), 0o600);
    copyFileSync(folder.file('client.key'), folder.file('readable.key'));
    chmodSync(folder.file('readable.key'), 0o644);
    writeFileSync(folder.file('empty.key'), '', { mode: 0o600 });
    writeFileSync(folder.file('passphrase'), 'open-sesame\n', { mode: 0o600 });
  });
  after(() => folder.remove());

  const PEM: TlsConfig = { certificate: 'file:client.pem', key: 'file:client.key' };
  const read = (config: TlsConfig, env: Record<string, string> = {}, now = NOW) =>
    readTransport(config, now, { env, cwd: folder.path });
  const faultsOf = async (config: TlsConfig, env: Record<string, string> = {}, now = NOW) => {
    const { transport, diagnostics } = await read(config, env, now);
    assert.equal(transport === undefined, diagnostics.length > 0);
    return diagnostics.map(({ code, location }) => [code, location?.pointer]);
  };

  it('has nothing to show and nothing special to offer when nothing is configured', async () => {
    assert.deepEqual((await read({})).transport, { offer: {}, identities: {} });
  });

  it('reads files and the environment, with passphrases, authorities, versions, ciphers and further certificates', async () => {
    const { transport, diagnostics } = await read(
      {
        pkcs12: 'env:CLIENT_P12',
        passphrase: 'file:passphrase',
        ca: 'file:other.pem',
        minVersion: '1.2',
        // As YAML reads it without quotes.
        maxVersion: 1.3 as unknown as '1.3',
        ciphers: ['ECDHE-RSA-AES256-GCM-SHA384'],
        serverName: 'provider.example',
        identities: { other: { certificate: 'file:other.pem', key: 'file:other.key' } },
      },
      { CLIENT_P12: readFileSync(folder.file('client.p12')).toString('base64') },
    );
    assert.deepEqual(diagnostics, []);
    assert.equal(transport?.identities[OWN_CERTIFICATE]?.certificate.subject, 'CN=client, O=Example');
    assert.equal(transport?.identities['other']?.certificate.subject, 'CN=other, O=Example');
    assert.deepEqual(transport?.offer, {
      ca: readFileSync(folder.file('other.pem'), 'utf8').trimEnd(),
      minVersion: '1.2',
      maxVersion: '1.3',
      ciphers: ['ECDHE-RSA-AES256-GCM-SHA384'],
      serverName: 'provider.example',
    });
  });

  it('takes a passphrase that is not configured from the environment', async () => {
    assert.deepEqual(await faultsOf({ pkcs12: 'file:client.p12' }, { ASSAY_CLIENT_PASSPHRASE: 'open-sesame' }), []);
    assert.deepEqual(await faultsOf({ pkcs12: 'file:client.p12' }), [['KEY_PASSPHRASE', '/pkcs12']]);
  });

  it('refuses a key that others may read', async () => {
    assert.deepEqual(await faultsOf({ ...PEM, key: 'file:readable.key' }), [['KEY_PERMISSIONS', '/key']]);
  });

  it('refuses what cannot be read, all of it at once', async () => {
    assert.deepEqual(
      await faultsOf({ certificate: 'file:missing.pem', key: 'env:NO_KEY', ca: 'file:missing.pem' }, {}),
      [
        ['CERTIFICATE_UNREADABLE', '/certificate'],
        ['KEY_UNREADABLE', '/key'],
        ['CERTIFICATE_UNREADABLE', '/ca'],
      ],
    );
    assert.deepEqual(await faultsOf({ ...PEM, key: 'file:empty.key' }), [['KEY_UNREADABLE', '/key']]);
    assert.deepEqual(await faultsOf({ ca: 'file:client.key' }), [['CERTIFICATE_UNREADABLE', '/ca']]);
  });

  it('places the faults of further certificates, whose dates are theirs to break', async () => {
    const identities = { wrong: { certificate: 'file:client.pem', key: 'file:other.key' }, expired: PEM };
    assert.deepEqual(await faultsOf({ identities }, {}, NEXT_YEAR), [['KEY_MISMATCH', '/identities/wrong/key']]);
  });

  it('refuses a certificate without its key, and a key without its certificate', async () => {
    assert.deepEqual(await faultsOf({ certificate: 'file:client.pem' }), [['CONFIG_INVALID', '/certificate']]);
    assert.deepEqual(await faultsOf({ key: 'file:client.key' }), [['CONFIG_INVALID', '/key']]);
  });

  it('refuses a certificate of our own that is out of date', async () => {
    assert.deepEqual(await faultsOf(PEM, {}, NEXT_YEAR), [['CERTIFICATE_EXPIRED', '/certificate']]);
    assert.deepEqual(await faultsOf({ pkcs12: 'file:client.p12', passphrase: 'file:passphrase' }, {}, NEXT_YEAR), [
      ['CERTIFICATE_EXPIRED', '/pkcs12'],
    ]);
  });

  it('refuses a certificate in two forms, a cipher that nobody knows, and versions that leave none', async () => {
    assert.deepEqual(await faultsOf({ ...PEM, pkcs12: 'file:client.p12' }), [['CONFIG_INVALID', '/pkcs12']]);
    assert.deepEqual(await faultsOf({ ciphers: ['AES256-SHA', 'ROT13'] }), [['CONFIG_INVALID', '/ciphers']]);
    assert.deepEqual(await faultsOf({ minVersion: '1.3', maxVersion: '1.2' }), [['CONFIG_INVALID', '/maxVersion']]);
  });
});

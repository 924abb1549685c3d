import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type OpenSslFolder, openSslFolder, selfSigned } from '../../fixtures/keys/openssl.ts';
import { type IdentityMaterial, outOfDate, type ReadIdentity, readIdentity } from './client-identity.ts';

describe('readIdentity', () => {
  let folder: OpenSslFolder;
  before(() => {
    folder = openSslFolder();
    selfSigned(folder, 'client');
    selfSigned(folder, 'other');
    folder.run('pkcs8 -topk8 -in client.key -out encrypted.key -passout pass:open-sesame');
    folder.run('ec -in client.key -aes128 -out traditional.key -passout pass:open-sesame');
    folder.run('pkey -in client.key -outform der -out der.key');
    folder.run('pkcs12 -export -in client.pem -inkey client.key -out client.p12 -passout pass:open-sesame');
    folder.run('pkcs12 -export -in client.pem -inkey client.key -out open.p12 -passout pass:');
    folder.run('pkcs12 -export -legacy -in client.pem -inkey client.key -out legacy.p12 -passout pass:open-sesame');
    folder.run('pkcs12 -export -nokeys -in client.pem -out keyless.p12 -passout pass:open-sesame');
  });
  after(() => folder.remove());

  const text = (name: string): string => readFileSync(folder.file(name), 'utf8');
  const pem = (certificate: string, key: string, passphrase?: string): IdentityMaterial => ({
    form: 'pem',
    certificate: text(certificate),
    key: text(key),
    ...(passphrase !== undefined && { passphrase }),
  });
  const pkcs12 = (file: string, passphrase?: string): IdentityMaterial => ({
    form: 'pkcs12',
    pkcs12: readFileSync(folder.file(file)),
    ...(passphrase !== undefined && { passphrase }),
  });
  const problemOf = (read: ReadIdentity): readonly unknown[] =>
    'problem' in read ? [read.problem.code, read.problem.location?.pointer] : [];

  it('opens PEM and PKCS#12, encrypted or not, and says what the certificate says', () => {
    const certificate = new X509Certificate(text('client.pem'));
    const expected = {
      subject: 'CN=client, O=Example',
      issuer: 'CN=client, O=Example',
      serial: certificate.serialNumber,
      notBefore: new Date(certificate.validFrom).toISOString(),
      notAfter: new Date(certificate.validTo).toISOString(),
      fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    };
    for (const material of [
      pem('client.pem', 'client.key'),
      pem('client.pem', 'encrypted.key', 'open-sesame'),
      pem('client.pem', 'traditional.key', 'open-sesame'),
      pkcs12('client.p12', 'open-sesame'),
      pkcs12('open.p12'),
    ]) {
      const read = readIdentity(material);
      assert.deepEqual('identity' in read ? read.identity.certificate : read.problem, expected);
    }
  });

  it('refuses a key that is not that of the certificate', () => {
    assert.deepEqual(problemOf(readIdentity(pem('client.pem', 'other.key'))), ['KEY_MISMATCH', '/key']);
  });

  it('tells a wrong passphrase from a missing one', () => {
    for (const file of ['encrypted.key', 'traditional.key']) {
      assert.deepEqual(problemOf(readIdentity(pem('client.pem', file))), ['KEY_PASSPHRASE', '/key']);
      assert.deepEqual(problemOf(readIdentity(pem('client.pem', file, 'no'))), ['KEY_PASSPHRASE', '/passphrase']);
    }
    assert.deepEqual(problemOf(readIdentity(pkcs12('client.p12'))), ['KEY_PASSPHRASE', '/pkcs12']);
    assert.deepEqual(problemOf(readIdentity(pkcs12('client.p12', 'no'))), ['KEY_PASSPHRASE', '/passphrase']);
  });

  it('refuses what is no key and what is no certificate', () => {
    assert.deepEqual(problemOf(readIdentity(pem('client.pem', 'der.key'))), ['KEY_TYPE', '/key']);
    assert.deepEqual(problemOf(readIdentity(pem('client.pem', 'client.pem'))), ['KEY_TYPE', '/key']);
    assert.deepEqual(problemOf(readIdentity(pem('client.key', 'client.key'))), [
      'CERTIFICATE_UNREADABLE',
      '/certificate',
    ]);
    assert.deepEqual(problemOf(readIdentity({ form: 'pem', certificate: BROKEN, key: text('client.key') })), [
      'CERTIFICATE_UNREADABLE',
      '/certificate',
    ]);
    assert.deepEqual(problemOf(readIdentity(pkcs12('client.pem'))), ['CERTIFICATE_UNREADABLE', '/pkcs12']);
    assert.deepEqual(problemOf(readIdentity(pkcs12('keyless.p12', 'open-sesame'))), [
      'CERTIFICATE_UNREADABLE',
      '/pkcs12',
    ]);
  });

  it('knows PKCS#12 in algorithms that OpenSSL 3 has given up', () => {
    assert.deepEqual(problemOf(readIdentity(pkcs12('legacy.p12', 'open-sesame'))), ['PKCS12_UNSUPPORTED', '/pkcs12']);
  });
});

const BROKEN = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

describe('outOfDate', () => {
  const facts = {
    subject: 'CN=client',
    issuer: 'CN=client',
    serial: '01',
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2026-12-31T00:00:00.000Z',
    fingerprint: '0'.repeat(64),
  };
  const codeAt = (day: string) => outOfDate(facts, new Date(day))?.code;

  it('allows a certificate within its dates alone', () => {
    assert.equal(codeAt('2026-06-01'), undefined);
    assert.equal(codeAt('2025-12-31'), 'CERTIFICATE_EXPIRED');
    assert.equal(codeAt('2027-01-01'), 'CERTIFICATE_EXPIRED');
  });
});

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HarnessError } from '../../model/harness-error.ts';
import { DOCUMENT_SIGNING, readCertificate } from '../format/certificate.ts';
import { isSignedBy } from '../format/signature.ts';
import { certificateRequest } from './certificate-request.ts';
import { KEY_TYPES, SCHEMES } from './key-type.ts';
import { loadSigner } from './load-signer.ts';
import { createKey, keyFilesIn, type NewKey } from './new-key.ts';
import { isSubjectName, supplierName } from './subject-name.ts';

const MESSAGE = Buffer.from('signed');

describe('a new key', () => {
  const now = new Date('2026-03-03T10:00:00Z');
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'assay-keys-')), 'new');
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  const made = (wanted: Partial<NewKey> = {}) =>
    createKey({ folder, subject: 'CN=Example evidence, O=Example Ltd', type: 'ecdsa-p256', now, ...wanted });
  const isRefused = (code: string) => (error: unknown) =>
    error instanceof HarnessError && error.diagnostic.code === code;
  const openssl = (...given: readonly string[]): string =>
    execFileSync('openssl', given, { encoding: 'utf8', stdio: 'pipe' });

  for (const type of KEY_TYPES) {
    it(`of ${type} is for its owner alone, with a certificate for signing documents`, async () => {
      const files = await made({ type });
      assert.deepEqual(files, keyFilesIn(folder));
      assert.equal((await stat(files.keyFile)).mode & 0o777, 0o600);
      const { signer, certificates, diagnostics } = await loadSigner(files, now);
      assert.deepEqual(diagnostics, []);
      const [own = assert.fail()] = certificates;
      assert.deepEqual(
        [own.subject, own.selfSigned, own.authority],
        ['CN=Example evidence, O=Example Ltd', true, false],
      );
      assert.deepEqual([own.scheme, own.keyUsage], [SCHEMES[type], 0x80]);
      assert.ok(own.purposes?.includes(DOCUMENT_SIGNING));
      assert.deepEqual([own.validFrom, own.validTo.toISOString()], [now, '2029-03-03T00:00:00.000Z']);
      const signature = (await signer?.sign(MESSAGE)) ?? assert.fail();
      assert.ok(isSignedBy(SCHEMES[type], own.x509.publicKey, MESSAGE, signature));
    });

    it(`of ${type} is opened by openssl with its passphrase, and with no other`, async () => {
      const { keyFile } = await made({ type, passphrase: 'öffne dich' });
      assert.match(await readFile(keyFile, 'utf8'), /^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
      assert.doesNotThrow(() => openssl('pkey', '-in', keyFile, '-passin', 'pass:öffne dich', '-check', '-noout'));
      assert.throws(() => openssl('pkey', '-in', keyFile, '-passin', 'pass:open', '-noout'));
      assert.match(openssl('asn1parse', '-in', keyFile), /PBES2.*PBKDF2.*:0927C0.*hmacWithSHA256.*aes-256-cbc/s);
    });

    it(`of ${type} asks an authority for a certificate of its use`, async () => {
      const { keyFile } = await made({ type });
      const request = await certificateRequest(createPrivateKey(await readFile(keyFile)), 'CN=Zoë, O=Example\\, Ltd');
      await writeFile(join(folder, 'signer.csr'), request ?? assert.fail());
      const shown = openssl('req', '-in', join(folder, 'signer.csr'), '-verify', '-text', '-noout', '-nameopt', 'utf8');
      assert.match(shown, /CN=Zoë, ?O=Example, Ltd/);
      assert.match(shown, /Key Usage: critical\s+Digital Signature\n.*1\.3\.6\.1\.5\.5\.7\.3\.36, E-mail Protection/s);
    });
  }

  it('of a kind that seals nothing asks for no certificate', async () => {
    const weak = createPrivateKey(openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'));
    assert.equal(await certificateRequest(weak, 'CN=A'), undefined);
  });

  it('never takes the place of a key or a certificate, and leaves nothing half made', async () => {
    const { keyFile, certFile } = await made();
    const before = await readFile(keyFile);
    await assert.rejects(made(), isRefused('KEY_EXISTS'));
    assert.deepEqual(await readFile(keyFile), before);
    await rm(keyFile);
    const certificate = await readFile(certFile);
    await assert.rejects(made(), isRefused('KEY_EXISTS'));
    assert.deepEqual([existsSync(keyFile), await readFile(certFile)], [false, certificate]);
  });

  it('is refused where nothing can be written', async () => {
    await mkdir(join(folder, '..'), { recursive: true });
    await writeFile(folder, 'a file');
    await assert.rejects(made(), isRefused('KEY_UNREADABLE'));
    await rm(folder);
    if (process.getuid?.() === 0) return;
    await mkdir(folder);
    await chmod(folder, 0o500);
    await assert.rejects(made(), isRefused('KEY_UNREADABLE'));
  });
});

describe('a disk that is full', () => {
  it('leaves no half of a key, which would stand in the way of the next', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-full-'));
    const make = (limit: string) =>
      spawnSync('bash', ['-c', `${limit} exec "$0" --import=tsx src/cli/main.ts keys create`, process.execPath], {
        env: { ...process.env, XDG_CONFIG_HOME: folder },
        encoding: 'utf8',
      });
    const refused = make('ulimit -f 0;');
    assert.match(refused.stderr, /KEY_UNREADABLE/);
    assert.equal(make('').status, 0);
    await rm(folder, { recursive: true });
  }).timeout(60_000);
});

describe('the name of a signer', () => {
  it('is that of the organisation with its ODS code, whatever signs it has', async () => {
    assert.equal(supplierName('Example Ltd', 'X26'), 'CN=Test evidence of Example Ltd, O=Example Ltd, OU=X26');
    const folder = await mkdtemp(join(tmpdir(), 'assay-name-'));
    const organisation = '#1 "Zoë" & Co, <a+b>; c=d \\ e';
    const subject = supplierName(organisation);
    const { certFile } = await createKey({ folder, subject, type: 'ecdsa-p256', now: new Date() });
    const { x509 } =
      readCertificate(
        Buffer.from((await readFile(certFile, 'utf8')).replaceAll(/-----[A-Z ]+-----|\n/g, ''), 'base64'),
      ) ?? assert.fail();
    assert.equal(x509.toLegacyObject().subject['O'], organisation);
    await rm(folder, { recursive: true });
  });

  it('is one of parts that certificates know', () => {
    for (const name of ['CN=A', 'CN=A, O=B\\, C', 'C=GB,O=Example,OU=X26,CN=A', '2.5.4.97=NTRGB-1']) {
      assert.ok(isSubjectName(name), name);
    }
    for (const text of ['', 'Example Ltd', 'CN=', 'CN=A, B', 'XX=A', 'CN=A,,O=B']) {
      assert.equal(isSubjectName(text), false, text);
    }
  });
});

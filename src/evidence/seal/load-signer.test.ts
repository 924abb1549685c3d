import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { chmodSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenSslFolder, openSslFolder } from '../../../fixtures/keys/openssl.ts';
import { type Holder, makeHolder, TLS_SERVER } from '../../../fixtures/keys/signers.ts';
import { readCertificate } from '../format/certificate.ts';
import { isSignedBy } from '../format/signature.ts';
import { loadSigner } from './load-signer.ts';
import { needsPassphrase } from './open-pair.ts';
import { openPkcs12 } from './pkcs12.ts';
import type { KeyFiles, PemFiles } from './signer-files.ts';

/** Within the validity of the certificates of tests. */
const NOW = new Date('2026-03-03T10:00:00Z');
const MESSAGE = Buffer.from('signed');

describe('a signer of files', () => {
  let folder: string;
  let holder: Holder;
  let files: PemFiles;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-keys-'));
    holder ??= await makeHolder();
    files = await written(holder.keyPem, holder.certPem);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function written(key: string, cert: string, mode = 0o600): Promise<PemFiles> {
    const made = { keyFile: join(folder, 'own.key'), certFile: join(folder, 'own.crt') };
    await writeFile(made.keyFile, key, { mode });
    await chmod(made.keyFile, mode);
    await writeFile(made.certFile, cert);
    return made;
  }
  const codesOf = async (given: KeyFiles) => (await loadSigner(given, NOW)).diagnostics.map(({ code }) => code);
  const encrypted = (): string =>
    createPrivateKey(holder.keyPem)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
      .toString();

  it('signs with the key of its certificate', async () => {
    const { signer, diagnostics } = await loadSigner(files, NOW);
    assert.deepEqual(diagnostics, []);
    const certificate = readCertificate(signer?.certificateChain[0] ?? new Uint8Array());
    const signature = await signer?.sign(MESSAGE);
    assert.ok(
      certificate?.scheme &&
        signature &&
        isSignedBy(certificate.scheme, certificate.x509.publicKey, MESSAGE, signature),
    );
  });

  for (const algorithm of ['ed25519', 'rsa3072'] as const) {
    it(`signs with ${algorithm}`, async () => {
      const other = await makeHolder({ algorithm });
      assert.deepEqual(await codesOf(await written(other.keyPem, other.certPem)), []);
    });
  }

  it('brings the certificates of its issuers, but not the root', async () => {
    const root = await makeHolder({ subject: 'CN=Root', authority: true });
    const middle = await makeHolder({ subject: 'CN=Middle', authority: true, issuer: root });
    const leaf = await makeHolder({ issuer: middle });
    const { signer } = await loadSigner(await written(leaf.keyPem, leaf.certPem + middle.certPem + root.certPem), NOW);
    assert.deepEqual(
      signer?.certificateChain.map((der) => readCertificate(der)?.subject),
      [leaf.subject, 'CN=Middle'],
    );
  });

  it('opens an encrypted key with its passphrase alone', async () => {
    const locked = await written(encrypted(), holder.certPem);
    assert.deepEqual(await codesOf({ ...locked, passphrase: 'open sesame' }), []);
    assert.deepEqual(await codesOf({ ...locked, passphrase: 'wrong' }), ['KEY_PASSPHRASE']);
    assert.deepEqual(await codesOf(locked), ['KEY_PASSPHRASE']);
  });

  for (const mode of [0o604, 0o640, 0o644, 0o660, 0o602]) {
    it(`is refused when others may use the key (mode ${mode.toString(8)})`, async () => {
      assert.deepEqual(await codesOf(await written(holder.keyPem, holder.certPem, mode)), ['KEY_PERMISSIONS']);
    });
  }

  it('is refused when there is no key or no certificate, both being named', async () => {
    const nowhere = { keyFile: join(folder, 'no.key'), certFile: join(folder, 'no.crt') };
    assert.deepEqual(await codesOf(nowhere), ['KEY_UNREADABLE', 'CERTIFICATE_UNREADABLE']);
    assert.deepEqual(await codesOf({ keyFile: folder, certFile: folder }), [
      'KEY_UNREADABLE',
      'CERTIFICATE_UNREADABLE',
    ]);
  });

  it('is refused for what is no key', async () => {
    for (const text of ['', 'not a key', holder.certPem]) {
      assert.deepEqual(await codesOf(await written(text, holder.certPem)), ['KEY_TYPE']);
    }
  });

  for (const algorithm of ['p384', 'rsa2048'] as const) {
    it(`is refused for a key of ${algorithm}`, async () => {
      const weak = await makeHolder({ algorithm });
      assert.deepEqual(await codesOf(await written(weak.keyPem, weak.certPem)), ['KEY_TYPE']);
    });
  }

  it('is refused when the certificate is that of another key', async () => {
    const other = await makeHolder();
    assert.deepEqual(await codesOf(await written(holder.keyPem, other.certPem)), ['KEY_MISMATCH']);
  });

  it('is refused for what is no certificate', async () => {
    for (const text of ['', 'x', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', holder.keyPem]) {
      assert.deepEqual(await codesOf(await written(holder.keyPem, text)), ['CERTIFICATE_UNREADABLE']);
    }
  });

  it('is refused for a certificate of another purpose', async () => {
    const tls = await makeHolder({ purpose: TLS_SERVER });
    assert.deepEqual(await codesOf(await written(tls.keyPem, tls.certPem)), ['CERTIFICATE_INVALID']);
  });

  it('is refused with issuers that verification refuses: out of order, idle, no authority, expired, too many', async () => {
    const root = await makeHolder({ subject: 'CN=Root', authority: true });
    const middle = await makeHolder({ subject: 'CN=Middle', authority: true, issuer: root });
    const low = await makeHolder({ subject: 'CN=Low', authority: true, issuer: middle });
    const past = new Date('2026-02-01T00:00:00Z');
    const old = await makeHolder({ subject: 'CN=Old', authority: true, issuer: root, notAfter: past });
    const peer = await makeHolder({ issuer: root });
    const below = async (issuer: Holder, ...above: readonly Holder[]) => {
      const leaf = await makeHolder({ issuer });
      return codesOf(await written(leaf.keyPem, [leaf, ...above].map(({ certPem }) => certPem).join('')));
    };
    assert.deepEqual(await below(low, low, middle, root), []);
    assert.deepEqual(new Set(await below(low, middle, low)), new Set(['CERTIFICATE_INVALID']));
    assert.deepEqual(await below(root, middle), ['CERTIFICATE_INVALID']);
    assert.deepEqual(new Set(await below(peer, peer)), new Set(['CERTIFICATE_INVALID']));
    assert.deepEqual(await below(old, old), ['CERTIFICATE_EXPIRED']);
    assert.ok((await below(low, low, ...Array(8).fill(middle))).includes('CERTIFICATE_INVALID'));
  });

  it('is refused before its certificate is valid and when that has expired, with what could be read of it', async () => {
    for (const now of [new Date('2025-12-31T23:59:59Z'), new Date('2028-01-01T00:00:01Z')]) {
      const { signer, certificates, diagnostics } = await loadSigner(files, now);
      assert.deepEqual([signer, diagnostics.map(({ code }) => code)], [undefined, ['CERTIFICATE_EXPIRED']]);
      assert.deepEqual(
        certificates.map(({ subject }) => subject),
        [holder.subject],
      );
    }
  });

  it('says whether it needs a passphrase before it is opened', async () => {
    assert.equal(await needsPassphrase(files), false);
    assert.equal(await needsPassphrase(await written(encrypted(), holder.certPem)), true);
    assert.equal(await needsPassphrase({ keyFile: join(folder, 'no.key') }), false);
  });
});

describe('a signer of a PKCS#12 file', () => {
  let openssl: OpenSslFolder;
  before(async () => {
    openssl = openSslFolder();
    const root = await makeHolder({ subject: 'CN=Root', authority: true });
    const middle = await makeHolder({ subject: 'CN=Middle', authority: true, issuer: root });
    for (const algorithm of ['p256', 'ed25519', 'rsa3072'] as const) {
      const leaf = await makeHolder({ algorithm, issuer: middle });
      await writeFile(openssl.file(`${algorithm}.key`), leaf.keyPem);
      await writeFile(openssl.file(`${algorithm}.pem`), leaf.certPem);
    }
    await writeFile(openssl.file('above.pem'), root.certPem + middle.certPem);
  });
  after(() => openssl.remove());

  function pkcs12(name: string, options = '', { algorithm = 'p256', passphrase = 'sesame' } = {}): KeyFiles {
    const made = `${name}-${algorithm}.p12`;
    openssl.run(
      `pkcs12 -export -inkey ${algorithm}.key -in ${algorithm}.pem -out ${made} -passout pass:${passphrase}${options}`,
    );
    chmodSync(openssl.file(made), 0o600);
    return { p12File: openssl.file(made), passphrase: 'sesame' };
  }
  const codesOf = async (given: KeyFiles) => (await loadSigner(given, NOW)).diagnostics.map(({ code }) => code);

  for (const algorithm of ['p256', 'ed25519', 'rsa3072'] as const) {
    it(`signs with ${algorithm} and brings the issuers without the root`, async () => {
      const { signer, diagnostics } = await loadSigner(pkcs12('new', ' -certfile above.pem', { algorithm }), NOW);
      assert.deepEqual(diagnostics, []);
      const chain = signer?.certificateChain.map(readCertificate) ?? [];
      assert.deepEqual([chain.length, chain[1]?.subject], [2, 'CN=Middle']);
      const { scheme, x509 } = chain[0] ?? assert.fail();
      const signature = (await signer?.sign(MESSAGE)) ?? assert.fail();
      assert.ok(scheme && isSignedBy(scheme, x509.publicKey, MESSAGE, signature));
    });
  }

  for (const options of [
    ' -keypbe AES-128-CBC -certpbe AES-128-CBC',
    ' -keypbe AES-192-CBC -certpbe AES-192-CBC -iter 4096',
    ' -certpbe NONE',
    ' -keypbe NONE -certpbe NONE',
    ' -macalg sha1',
    ' -nomac',
  ]) {
    it(`is read when made with${options}`, async () => {
      assert.deepEqual(await codesOf(pkcs12('other', options)), []);
    });
  }

  it('is read with an empty passphrase', async () => {
    const { p12File } = pkcs12('empty', '', { passphrase: '' }) as { p12File: string };
    assert.deepEqual(await codesOf({ p12File }), []);
  });

  it('is refused for another passphrase or none', async () => {
    const file = pkcs12('locked');
    assert.deepEqual(await codesOf({ ...file, passphrase: 'other' }), ['KEY_PASSPHRASE']);
    assert.deepEqual(await codesOf({ ...file, passphrase: '' }), ['KEY_PASSPHRASE']);
    const open = pkcs12('none', ' -nomac', { passphrase: '' });
    const asked = [file, open].map((one) => needsPassphrase({ ...one, passphrase: '' }));
    assert.deepEqual(await Promise.all(asked), [true, false]);
    assert.deepEqual(await codesOf(pkcs12('half', ' -certpbe NONE', { passphrase: 'other' })), ['KEY_PASSPHRASE']);
  });

  it('is refused for each of many passphrases, some of which end in padding by chance', () => {
    const { p12File } = pkcs12('locked') as { p12File: string };
    const file = readFileSync(p12File);
    for (let number = 0; number < 1000; number += 1) assert.equal(openPkcs12(file, `wrong ${number}`), 'passphrase');
  });

  for (const options of [' -legacy', ' -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES']) {
    it(`is refused when it is encrypted as long ago, by${options}`, async () => {
      assert.deepEqual(await codesOf(pkcs12('old', options)), ['PKCS12_UNSUPPORTED']);
    });
  }

  it('is refused when others may use it, when it is missing, and for what is none', async () => {
    const file = pkcs12('open') as { p12File: string };
    chmodSync(file.p12File, 0o644);
    assert.deepEqual(await codesOf(file), ['KEY_PERMISSIONS']);
    assert.deepEqual(await codesOf({ p12File: openssl.file('none.p12') }), ['KEY_UNREADABLE']);
    assert.deepEqual(await codesOf({ p12File: openssl.file('p256.pem') }), ['KEY_PERMISSIONS']);
    for (const bytes of [Buffer.alloc(0), Buffer.from('no'), Buffer.from('3003020103', 'hex')]) {
      await writeFile(file.p12File, bytes);
      chmodSync(file.p12File, 0o600);
      assert.deepEqual(await codesOf(file), ['KEY_TYPE']);
    }
  });

  it('is refused for a key that seals nothing, and says what it is', async () => {
    const found: Readonly<Record<string, readonly [made: string, words: RegExp]>> = {
      weak: ['RSA -pkeyopt rsa_keygen_bits:2048', /RSA of 2048 bits/],
      low: ['RSA -pkeyopt rsa_keygen_bits:3072 -pkeyopt rsa_keygen_pubexp:3', /exponent 3/],
      pss: ['RSA-PSS -pkeyopt rsa_keygen_bits:3072', /RSASSA-PSS alone.*-algorithm RSA /],
      curve: ['EC -pkeyopt ec_paramgen_curve:P-384', /secp384r1/],
      other: ['ED448', /ed448/],
    };
    for (const [name, [made, words]] of Object.entries(found)) {
      openssl.run(`genpkey -algorithm ${made} -out ${name}.key`);
      openssl.run(`req -x509 -new -key ${name}.key -subj /CN=A -days 2 -out ${name}.pem`);
      openssl.run(`pkcs12 -export -inkey ${name}.key -in ${name}.pem -out ${name}.p12 -passout pass:`);
      for (const form of ['key', 'p12']) chmodSync(openssl.file(`${name}.${form}`), 0o600);
      const pem = { keyFile: openssl.file(`${name}.key`), certFile: openssl.file(`${name}.pem`) };
      for (const given of [pem, { p12File: openssl.file(`${name}.p12`) }]) {
        const { signer, diagnostics } = await loadSigner(given, NOW);
        const told = diagnostics.map(({ code, message, hint }) => `${code} ${message} ${hint}`).join();
        assert.equal(signer, undefined);
        assert.match(told, /^KEY_TYPE /);
        assert.match(told, words);
        assert.doesNotMatch(told, /--key|--p12/);
      }
    }
  });

  it('needs no passphrase but the one that opens it', async () => {
    const file = pkcs12('locked');
    assert.deepEqual(
      [await needsPassphrase(file), await needsPassphrase({ ...file, passphrase: 'other' })],
      [false, true],
    );
  });

  it('is refused without the certificate of its key', async () => {
    openssl.run('pkcs12 -export -inkey p256.key -nocerts -out bare.p12 -passout pass:sesame');
    chmodSync(openssl.file('bare.p12'), 0o600);
    assert.deepEqual(await codesOf({ p12File: openssl.file('bare.p12'), passphrase: 'sesame' }), ['KEY_MISMATCH']);
  });
});

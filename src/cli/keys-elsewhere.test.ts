import assert from 'node:assert/strict';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { sealedBundle } from '../../fixtures/bundles/sealed-bundle.ts';
import { smallRun } from '../../fixtures/bundles/small-run.ts';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { type OpenSslFolder, openSslFolder } from '../../fixtures/keys/openssl.ts';
import { makeHolder } from '../../fixtures/keys/signers.ts';
import { loadSigner } from '../evidence/seal/load-signer.ts';
import { verify } from '../evidence/verify/verify.ts';
import { EXIT } from '../model/exit-code.ts';

/** One case is enough to seal. */
const RUN = ['run', SUITES, '--filter', 'SS-02'];

describe('a key', function () {
  this.timeout(120_000);
  const desk = Desk.perTest();
  let openssl: OpenSslFolder;
  before(() => {
    openssl = openSslFolder();
    openssl.run(
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -subj /CN=Authority -days 2 -addext keyUsage=critical,keyCertSign,cRLSign',
    );
  });
  after(() => openssl.remove());

  const accepted = async (bundle: string, ...more: readonly string[]): Promise<void> => {
    assert.equal(await desk.assay('verify', bundle, ...more), EXIT.ok, desk.out + desk.err);
  };

  for (const type of ['ecdsa-p256', 'rsa-pss-3072']) {
    it(`of ${type} that an authority certified on request seals what is trusted by that authority`, async () => {
      assert.equal(await desk.assay('keys', 'create', '--type', type, '--organisation', 'Example Ltd'), EXIT.ok);
      assert.equal(await desk.assay('keys', 'request'), EXIT.ok, desk.err);
      await desk.write('signer.csr', desk.out);
      openssl.run(
        `x509 -req -in ${desk.path('signer.csr')} -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -sha256 -copy_extensions copyall -out ${desk.path('leaf.pem')}`,
      );
      await desk.write('chain.pem', (await desk.read('leaf.pem')) + (await desk.read(openssl.file('ca.pem'))));
      const signer = ['--key', desk.path('home/assay/signer.key'), '--cert', 'chain.pem'];
      assert.equal(await desk.assay('keys', 'show', ...signer), EXIT.ok, desk.err);
      assert.match(desk.out, /issuer {5}CN=Authority\n/);
      assert.equal(await desk.assay(...RUN, ...signer), EXIT.ok, desk.err);
      const bundle = await desk.bundle();
      assert.equal(await desk.assay('verify', bundle), EXIT.evidenceNotTrusted);
      await accepted(bundle, '--trust', openssl.file('ca.pem'), '--replay');
    });
  }

  it('whose certificate is of version 1 is refused before the run, when it is shown and when it is enrolled', async () => {
    openssl.run(
      'req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout one.key -out one.csr -subj /CN=Supplier',
    );
    openssl.run('x509 -req -in one.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -out one.pem');
    openssl.run('pkcs12 -export -inkey one.key -in one.pem -out one.p12 -passout pass:');
    for (const file of ['one.key', 'one.p12']) chmodSync(openssl.file(file), 0o600);
    const cert = openssl.file('one.pem');
    const pem = ['--key', openssl.file('one.key'), '--cert', cert];
    const enrolled = ['--ods', 'X26', '--product', 'Example Booking'];
    for (const argv of [
      [...RUN, ...pem],
      [...RUN, '--p12', openssl.file('one.p12')],
      ['keys', 'show', ...pem],
      ['keys', 'show', '--cert', cert],
      ['trust', 'add', 'signers.json', cert, ...enrolled],
    ]) {
      assert.equal(await desk.assay(...argv), EXIT.usage, desk.err);
      assert.match(
        desk.err,
        /^error CERTIFICATE_INVALID: .*version 1.*\n {2}hint: .*-copy_extensions copy or -extfile/m,
      );
    }
    assert.deepEqual(await desk.list('.'), []);
  });

  it('is opened again to seal, and not held meanwhile', async () => {
    assert.equal(await desk.assay('keys', 'create'), EXIT.ok);
    const key = desk.path('home/assay/signer.key');
    const err = (text: string): void => {
      if (text.includes('SS-02')) rmSync(key, { force: true });
    };
    assert.equal(await desk.assayIn({ err }, ...RUN), EXIT.harness);
    assert.match(desk.err, /^error KEY_UNREADABLE: /m);
    assert.ok((await desk.list('evidence')).every((name) => !name.endsWith('.zip')));
    assert.equal((await desk.events()).at(-1)?.type, 'run-finished');
  });

  /** A program that has openssl sign by a key that Assay never sees. */
  async function program(name: string, script: string): Promise<readonly string[]> {
    await desk.write(`${name}-sign`, `#!/bin/sh\n${script}\n`, 0o755);
    return ['--signer', `./${name}-sign`, '--cert', `${name}.pem`];
  }
  const BY = {
    p256: (key: string) => `exec openssl dgst -sha256 -sign ${key}`,
    rsa3072: (key: string) =>
      `exec openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 -sign ${key}`,
    ed25519: (key: string) => `cat > ${key}.in && exec openssl pkeyutl -sign -rawin -inkey ${key} -in ${key}.in`,
  } as const;
  const DAY_MS = 24 * 60 * 60_000;
  const CURRENT = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) };
  async function elsewhere(algorithm: keyof typeof BY, name: string): Promise<readonly string[]> {
    const holder = await makeHolder({ algorithm, subject: `CN=${name}`, ...CURRENT });
    await desk.write(`${name}.pem`, holder.certPem);
    await desk.write(`${name}.key`, holder.keyPem, 0o600);
    return program(name, BY[algorithm](desk.path(`${name}.key`)));
  }

  it('that a program has seals, signs the PDF, countersigns and signs a list of signers', async () => {
    const supplier = await elsewhere('p256', 'supplier');
    assert.equal(await desk.assay('keys', 'show', ...supplier), EXIT.ok, desk.err);
    assert.match(desk.out, /a program, that of the certificate/);
    assert.equal(await desk.assay(...RUN, ...supplier), EXIT.ok, desk.err);
    assert.doesNotMatch(desk.err, /PDF_NOT_SIGNED/);
    const bundle = await desk.bundle();
    await accepted(bundle, '--trust', 'supplier.pem', '--replay');

    const reviewer = await elsewhere('rsa3072', 'reviewer');
    const [{ id } = assert.fail()] = (await desk.result()).requirements;
    const decisions = `reviewer: Avis Reader\ndecisions: [{ requirement: ${id}, decision: accept, reason: It was shown }]\n`;
    await desk.write('decisions.yaml', decisions);
    const out = ['--out', 'review.json'];
    const given = ['countersign', bundle, '--decisions', 'decisions.yaml', ...out, ...reviewer];
    assert.equal(await desk.assay(...given), EXIT.ok, desk.err);
    const both = ['--trust', 'supplier.pem', '--trust-reviewer', 'reviewer.pem'];
    await accepted(bundle, ...both, '--countersignature', 'review.json');
    assert.match(desk.out, /review {3}signature holds: 1 accepted[^\n]*\n[^\n]*, by Avis Reader/);

    const root = await elsewhere('ed25519', 'root');
    const product = ['--ods', 'X26', '--product', 'Example Booking'];
    assert.equal(await desk.assay('trust', 'add', 'signers.json', 'supplier.pem', ...product), EXIT.ok);
    assert.equal(await desk.assay('trust', 'sign', 'signers.json', '--out', 'signed.json', ...root), EXIT.ok, desk.err);
  });

  for (const algorithm of ['p256', 'rsa3072', 'ed25519'] as const) {
    it(`of ${algorithm} that a program has signs whatever a seal needs, each time`, async () => {
      await elsewhere(algorithm, 'own');
      const files = { program: desk.path('own-sign'), certFile: desk.path('own.pem') };
      const { signer, certificates, diagnostics } = await loadSigner(files, new Date());
      assert.deepEqual(diagnostics, []);
      const trust = { certificates: certificates.map(({ der }) => der), fingerprints: [] };
      for (let round = 0; round < 4; round += 1) {
        const sealing = { files: smallRun(), signer: signer ?? assert.fail(), sealedAt: new Date() };
        const { findings } = verify(await sealedBundle(sealing), { trust, now: new Date() });
        assert.deepEqual(
          findings.map(({ code }) => code),
          ['RUN_OLD'],
        );
      }
    });
  }

  const refused: Readonly<Record<string, readonly [code: string, script: string]>> = {
    'gives nothing': ['SIGNER_FAILED', 'cat > /dev/null'],
    'fails, and says why': ['SIGNER_FAILED', 'echo no token >&2; exit 1'],
    'gives what is no signature': ['SIGNER_FAILED', 'echo signed'],
    'gives no end of it': ['SIGNER_FAILED', 'exec yes'],
    'signs by another key': ['KEY_MISMATCH', 'exec openssl dgst -sha256 -sign other.key'],
  };
  for (const [what, [code, script]] of Object.entries(refused)) {
    it(`of a program that ${what} is refused before the run`, async () => {
      const own = await elsewhere('p256', 'own');
      await elsewhere('p256', 'other');
      await program('own', script.replace('other.key', desk.path('other.key')));
      assert.equal(await desk.assay(...RUN, ...own), EXIT.usage);
      assert.match(desk.err, new RegExp(`^error ${code}: .*\\n {2}hint: `, 'm'));
      if (what.includes('why')) assert.match(desk.err, /ended with 1, and said: no token/);
      assert.equal(existsSync(desk.path('evidence')), false);
    });
  }

  it('of a program that cannot be started is refused at once, and nothing goes on', async () => {
    const own = await elsewhere('p256', 'own');
    chmodSync(desk.path('own-sign'), 0o644);
    const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
    const before = timers();
    assert.equal(await desk.assay('keys', 'show', ...own), EXIT.usage);
    assert.match(
      desk.err,
      /^error SIGNER_FAILED: .* it cannot be started: permission is denied\n {2}hint: It must be executable/m,
    );
    assert.equal(timers(), before);
  });

  it('of a program that is not there, or beside another key, is refused before the run', async () => {
    const [, , ...cert] = await elsewhere('p256', 'own');
    const codeOf = async (...given: readonly string[]): Promise<string | undefined> => {
      assert.equal(await desk.assay(...RUN, ...given), EXIT.usage);
      return /^error (\w+):/m.exec(desk.err)?.[1];
    };
    assert.equal(await codeOf('--signer', './none', ...cert), 'SIGNER_FAILED');
    assert.equal(await codeOf('--signer', './own.pem', ...cert), 'SIGNER_FAILED');
    assert.equal(await codeOf('--signer', './own-sign', '--cert', 'none.pem'), 'CERTIFICATE_UNREADABLE');
    assert.equal(await codeOf('--signer', './own-sign'), 'USAGE');
    assert.equal(await codeOf('--signer', './own-sign', '--key', 'own.key', ...cert), 'USAGE');
  });
});

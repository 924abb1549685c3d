import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { openSslFolder } from '../../fixtures/keys/openssl.ts';
import { readCertificate } from '../evidence/format/certificate.ts';
import { keyFilesIn } from '../evidence/seal/new-key.ts';
import { EXIT } from '../model/exit-code.ts';
import { Conversation } from './conversation.ts';
import { signerFilesOf } from './signing.ts';

const NAMED = ['--organisation', 'Example Ltd', '--ods', 'X26'];

describe('assay keys', function () {
  this.timeout(60_000);
  let folder: string;
  let home: string;
  let out: string;
  let err: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-keys-'));
    home = join(folder, 'home/assay');
  });
  afterEach(() => rm(folder, { recursive: true }));

  interface Around {
    readonly passphrase?: string;
    /** What somebody types at the terminal. */
    readonly typed?: Readable;
  }
  async function keys(argv: readonly string[], { passphrase, typed }: Around = {}): Promise<number> {
    out = '';
    err = '';
    const context = testContext({
      cwd: folder,
      env: {
        XDG_CONFIG_HOME: join(folder, 'home'),
        ...(passphrase !== undefined && { ASSAY_KEY_PASSPHRASE: passphrase }),
      },
      attended: typed !== undefined,
      ...(typed && { stdin: () => typed }),
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });
    // Loaded as its commands are, so that there is one module of each error.
    return (await import('./program.ts')).assay(['keys', ...argv], context);
  }
  const refused = async (code: string, argv: readonly string[], around?: Around): Promise<void> => {
    assert.equal(await keys(argv, around), EXIT.usage, out + err);
    assert.match(err, new RegExp(`^error ${code}: .+\\n {2}hint: \\S`, 'm'));
  };
  const shown = async (argv: readonly string[] = [], around?: Around) => {
    await keys(['show', '--json', ...argv], around);
    return JSON.parse(out) as {
      readonly certificate?: Readonly<Record<string, unknown>>;
      readonly issuers: readonly unknown[];
      readonly key?: Readonly<Record<string, unknown>>;
      readonly problems: readonly { readonly code: string }[];
    };
  };

  describe('create', () => {
    it('makes the key that seals when none is named, and shows what a reviewer enrols', async () => {
      assert.equal(await keys(['create', ...NAMED]), EXIT.ok, err);
      const { certFile, keyFile } = keyFilesIn(home);
      const [own] = (await readFile(certFile, 'utf8')).match(/(?<=-----\n)[^-]+/) ?? [];
      const { fingerprint } = readCertificate(Buffer.from(own ?? '', 'base64')) ?? assert.fail();
      assert.ok(out.includes(`SHA-256    ${fingerprint}\n`));
      assert.match(out, /subject {4}CN=Test evidence of Example Ltd, O=Example Ltd, OU=X26\n/);
      assert.match(out, /mode 0600, not encrypted, that of the certificate/);
      const { certificate, key, problems } = await shown();
      assert.deepEqual([certificate?.['sha256'], problems], [fingerprint, []]);
      assert.deepEqual(certificate?.['purposes'], ['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.4']);
      assert.deepEqual(key, { file: keyFile, mode: '0600', encrypted: false, fits: true });
    });

    it('makes each kind of key, where it is told to', async () => {
      const schemes = { 'ecdsa-p256': 'ecdsa-p256-sha256', ed25519: 'ed25519', 'rsa-pss-3072': 'rsa-pss-sha256' };
      for (const [type, scheme] of Object.entries(schemes)) {
        assert.equal(await keys(['create', '--type', type, '--out', type]), EXIT.ok, err);
        const files = ['--key', `${type}/signer.key`, '--cert', `${type}/signer.crt`];
        assert.equal((await shown(files)).certificate?.['scheme'], scheme);
      }
      assert.equal(await keys(['create', '--type', 'rsa-2048']), EXIT.usage);
    });

    it('never takes the place of a key', async () => {
      assert.equal(await keys(['create']), EXIT.ok);
      const before = await readFile(keyFilesIn(home).keyFile);
      await refused('KEY_EXISTS', ['create']);
      assert.deepEqual(await readFile(keyFilesIn(home).keyFile), before);
    });

    it('is refused a name that none is, and two of them, before anything is made', async () => {
      await refused('USAGE', ['create', '--subject', 'Example Ltd']);
      await refused('USAGE', ['create', '--subject', 'CN=A', '--organisation', 'B']);
      await refused('USAGE', ['create', '--ods', 'X26']);
      assert.equal(await keys(['create', '--organisation', 'B', '--ods', 'X 26']), EXIT.usage);
      assert.deepEqual(await readdir(folder), []);
    });

    it('takes no passphrase from the command line', async () => {
      assert.equal(await keys(['create', '--passphrase', 'sesame']), EXIT.usage);
    });
  });

  describe('with a passphrase', () => {
    it('by the environment encrypts the key, which opens with no other', async () => {
      assert.equal(await keys(['create'], { passphrase: 'sesame' }), EXIT.ok, err);
      assert.match(out, /mode 0600, encrypted, that of the certificate/);
      assert.deepEqual((await shown([], { passphrase: 'sesame' })).problems, []);
      await refused('KEY_PASSPHRASE', ['show'], { passphrase: 'open' });
      await refused('KEY_PASSPHRASE', ['show']);
      assert.match(out, /encrypted, not opened/);
      await refused('KEY_PASSPHRASE', ['request']);
      assert.equal(out, '');
    });

    it('by the environment encrypts also the key that is made at first need', async () => {
      const env = { XDG_CONFIG_HOME: join(folder, 'home'), ASSAY_KEY_PASSPHRASE: 'sesame' };
      await signerFilesOf({}, testContext({ cwd: folder, env }));
      await refused('KEY_PASSPHRASE', ['show']);
      assert.deepEqual((await shown([], { passphrase: 'sesame' })).problems, []);
    });

    it('that is empty in the environment makes no key, and opens none that is encrypted', async () => {
      await refused('KEY_PASSPHRASE', ['create'], { passphrase: '' });
      assert.deepEqual(await readdir(folder), []);
      await keys(['create'], { passphrase: 'sesame' });
      await refused('KEY_PASSPHRASE', ['show'], { passphrase: '' });
    });

    /** Lines come one after the other, as somebody types them who waits for the prompt. */
    const typing = (...lines: readonly string[]): { readonly typed: Readable } => {
      const typed = new PassThrough();
      const left = lines.map((line) => `${line}\r`);
      typed.on('resume', () => setImmediate(() => typed.write(left.shift() ?? '')));
      return { typed };
    };

    it('by somebody at the terminal is asked for twice when it is new, once later, and never shown', async () => {
      assert.equal(await keys(['create'], typing('sesame', 'sesame')), EXIT.ok, err);
      assert.doesNotMatch(out + err, /sesame/);
      assert.deepEqual((await shown([], { passphrase: 'sesame' })).problems, []);
      assert.equal(await keys(['request'], typing('sesame')), EXIT.ok, err);
      assert.doesNotMatch(out + err, /sesame/);
    });

    it('by somebody at the terminal may be mistyped twice', async () => {
      await keys(['create'], { passphrase: 'sesame' });
      const openssl = openSslFolder();
      const { certFile, keyFile } = keyFilesIn(home);
      openssl.run(
        `pkcs12 -export -inkey ${keyFile} -passin pass:sesame -in ${certFile} -out own.p12 -passout pass:sesame`,
      );
      await chmod(openssl.file('own.p12'), 0o600);
      for (const argv of [['show'], ['request'], ['show', '--p12', openssl.file('own.p12')]]) {
        assert.equal(await keys(argv, typing('open', 'seseme', 'sesame')), EXIT.ok, err);
        assert.equal(err.match(/Passphrase of/g)?.length, 3);
        await refused('KEY_PASSPHRASE', argv, typing('open', 'seseme', 'sesam', 'sesame'));
        assert.equal(err.match(/Passphrase of/g)?.length, 3);
        await refused('KEY_PASSPHRASE', argv, typing('open', '\u0003'));
      }
      openssl.remove();
    });

    it('by somebody who types another one the second time, or stops, makes no key', async () => {
      await refused('KEY_PASSPHRASE', ['create'], typing('sesame', 'seseme'));
      await refused('KEY_PASSPHRASE', ['create'], typing('\u0003'));
      assert.deepEqual(await readdir(folder), []);
      assert.equal(await keys(['create'], typing('')), EXIT.ok);
      assert.match(out, /not encrypted/);
    });

    it('leaves the terminal to whatever asks next', async () => {
      await keys(['create'], { passphrase: 'sesame' });
      const { typed } = typing('sesame');
      assert.equal(await keys(['show'], { typed }), EXIT.ok, err);
      const conversation = new Conversation(typed, () => setImmediate(() => typed.push('y\n')));
      assert.equal(await conversation.next('Yes? ', new AbortController().signal), 'y');
      conversation.close();
    });

    it('is not shown by a real terminal', async () => {
      await keys(['create'], { passphrase: 'sesame' });
      const command = `${process.execPath} --import=tsx ${resolve('src/cli/main.ts')} keys show`;
      const { CI: _, ASSAY_KEY_PASSPHRASE: __, ...env } = process.env;
      const child = spawn('script', ['-qec', command, '/dev/null'], {
        env: { ...env, XDG_CONFIG_HOME: join(folder, 'home') },
        stdio: 'pipe',
      });
      let screen = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        const before = screen;
        screen += text;
        if (!before.includes('Passphrase') && screen.includes('Passphrase')) child.stdin.write('sesamf\u007fe\r');
      });
      const exit = await new Promise((ended) => child.once('close', ended));
      assert.equal(exit, EXIT.ok, screen);
      assert.match(screen, /mode 0600, encrypted, that of the certificate/);
      assert.doesNotMatch(screen, /sesam/);
    });
  });

  describe('show', () => {
    it('says of a certificate alone what enrolling needs', async () => {
      await keys(['create']);
      const { certFile } = keyFilesIn(home);
      assert.equal(await keys(['show', '--cert', certFile]), EXIT.ok);
      assert.match(out, /^enrol .*trust add/m);
      assert.equal((await shown(['--cert', certFile])).key, undefined);
      await refused('CERTIFICATE_UNREADABLE', ['show', '--cert', 'none.crt']);
    });

    it('says of PKCS#12 what it holds', async () => {
      const openssl = openSslFolder();
      await keys(['create', '--out', openssl.path]);
      openssl.run('pkcs12 -export -inkey signer.key -in signer.crt -out own.p12 -passout pass:sesame');
      await chmod(openssl.file('own.p12'), 0o600);
      const { certificate, key } = await shown(['--p12', openssl.file('own.p12')], { passphrase: 'sesame' });
      assert.equal(certificate?.['subject'], 'CN=Self-signed supplier key');
      assert.deepEqual([key?.['encrypted'], key?.['fits']], [true, true]);
      const locked = await shown(['--p12', openssl.file('own.p12')]);
      assert.deepEqual([locked.certificate, locked.problems[0]?.code], [undefined, 'KEY_PASSPHRASE']);
      openssl.remove();
    });

    it('names what keeps them from sealing', async () => {
      await refused('KEY_UNREADABLE', ['show']);
      await keys(['create']);
      await keys(['create', '--out', 'other']);
      const { certFile, keyFile } = keyFilesIn(home);
      await refused('KEY_MISMATCH', ['show', '--key', 'other/signer.key', '--cert', certFile]);
      assert.match(out, /NOT fit to seal/);
      await refused('USAGE', ['show', '--key', keyFile]);
      await chmod(keyFile, 0o644);
      await refused('KEY_PERMISSIONS', ['show']);
      const { key } = await shown();
      assert.deepEqual([key?.['mode'], key?.['fits']], ['0644', false]);
    });
  });

  describe('request', () => {
    it('asks again for the subject of a certificate, or for another', async () => {
      await keys(['create', ...NAMED, '--out', 'own']);
      const own = ['request', '--key', 'own/signer.key'];
      assert.equal(await keys([...own, '--cert', 'own/signer.crt']), EXIT.ok, err);
      assert.match(err, /CN=Test evidence of Example Ltd, O=Example Ltd, OU=X26/);
      assert.equal(await keys([...own, '--subject', 'CN=Another']), EXIT.ok, err);
      await refused('USAGE', own);
      await refused('USAGE', [...own, '--subject', 'Another']);
      await refused('CERTIFICATE_UNREADABLE', [...own, '--cert', 'own/signer.key']);
    });

    it('is refused without a key, and for one that seals nothing', async () => {
      await refused('CERTIFICATE_UNREADABLE', ['request']);
      await refused('KEY_UNREADABLE', ['request', '--key', 'none.key', ...NAMED]);
      const openssl = openSslFolder();
      openssl.run('genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out weak.key');
      await refused('KEY_TYPE', ['request', '--key', openssl.file('weak.key'), ...NAMED]);
      await writeFile(openssl.file('weak.key'), 'no key');
      await refused('KEY_TYPE', ['request', '--key', openssl.file('weak.key'), ...NAMED]);
      openssl.remove();
    });
  });
});

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { createValidator } from '../fhir/validator.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import { EXIT } from '../model/exit-code.ts';
import { readConfig } from './config.ts';
import type { Context } from './context.ts';
import { openSuites } from './open-suites.ts';
import { requireProvider, serveProvider } from './reference-provider.ts';

const SUITES = join(process.cwd(), 'suites/uec-booking');

describe('the configuration of a provider of one’s own', function () {
  this.timeout(30_000);
  let folder: string;
  let err: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-config-'));
    err = '';
  });
  afterEach(() => rm(folder, { recursive: true }));

  const context = (): Context =>
    testContext({
      cwd: folder,
      env: { XDG_CONFIG_HOME: join(folder, 'home') },
      err: (text) => {
        err += text;
      },
    });
  const called = async (...argv: readonly string[]): Promise<number> => {
    err = '';
    return (await import('./program.ts')).assay(argv, context());
  };
  const config = (file = 'assay.config.yaml'): Promise<string> => readFile(join(folder, file), 'utf8');

  /** Fills in lines of the configuration, by the name of the member. */
  async function fill(values: Readonly<Record<string, string>>): Promise<void> {
    let text = await config();
    for (const [name, value] of Object.entries(values)) {
      const filled = text.replace(new RegExp(`^( *${name}:)$`, 'm'), `$1 ${value}`);
      assert.notEqual(filled, text, `no blank for ${name}`);
      text = filled;
    }
    await writeFile(join(folder, 'assay.config.yaml'), text);
  }

  /** Where a code was told: `file:line`. */
  const placesOf = (code: DiagnosticCode): readonly string[] =>
    [...err.matchAll(new RegExp(`^(\\S+):(\\d+):\\d+: error ${code}`, 'gm'))].map(
      ([, file, line]) => `${file}:${line}`,
    );

  async function withProvider<T>(use: (url: string) => Promise<T>): Promise<T> {
    const { loaded, files } = await openSuites(SUITES, folder);
    assert.ok(loaded);
    const provider = requireProvider(files, `suites/${loaded.api.id}`);
    const validator = createValidator(loaded.api.fhirVersion, loaded.definitions);
    const listener = await serveProvider(provider, { port: 0, defects: [], validator, now: () => new Date() });
    try {
      return await use(listener.url);
    } finally {
      await listener.close();
    }
  }

  it('is written by init, and keeps what is there unless it is to be replaced', async () => {
    assert.equal(await called('init', SUITES), EXIT.ok);
    const written = await config();
    for (const name of [
      'target',
      'system',
      'via',
      'tls',
      'packages',
      'testPatients',
      'service',
      'asid',
      'patient',
      'window',
    ]) {
      assert.match(written, new RegExp(`^ *${name}:`, 'm'));
    }
    await writeFile(join(folder, 'assay.config.yaml'), 'target: http://127.0.0.1:1\n');
    assert.equal(await called('init', SUITES), EXIT.usage);
    assert.match(err, /CONFIG_EXISTS/);
    assert.equal(await config(), 'target: http://127.0.0.1:1\n');
    assert.equal(await called('init', SUITES, '--config', 'other.yaml'), EXIT.ok);
    assert.equal(await config('other.yaml'), written);
    assert.equal(await called('init', SUITES, '--force'), EXIT.ok);
    assert.equal(await config(), written);
  });

  it('is written with comments that can be taken away', async () => {
    await called('init', SUITES);
    const text = await config();
    const uncommented = text.replace(/^ {2}# ( *[\w-]+:(?: .*)?)$/gm, '  $1');
    assert.match(uncommented, /^ {2}certificate: file:client\.pem$/m);
    assert.match(uncommented, /^ {4}wrong-authority: /m);
    await writeFile(join(folder, 'assay.config.yaml'), uncommented);
    const { diagnostics } = await readConfig(undefined, folder);
    assert.deepEqual(diagnostics, []);
  });

  it('cannot be written where no file can be', async () => {
    assert.equal(await called('init', SUITES, '--config', 'missing/assay.config.yaml'), EXIT.usage);
    assert.match(err, /CONFIG_INVALID/);
  });

  it('names each blank at its place until all are filled in, and then the run begins', async () => {
    await called('init', SUITES);
    const lineOf = async (name: string): Promise<string> =>
      `assay.config.yaml:${(await config()).split('\n').findIndex((line) => new RegExp(`^ *${name}:$`).test(line)) + 1}`;
    const run = (): Promise<number> => called('run', SUITES, '--filter', 'SS-01');

    assert.equal(await run(), EXIT.usage);
    assert.deepEqual(placesOf('CONFIG_INVALID'), [await lineOf('target')]);
    await withProvider(async (url) => {
      await fill({ target: url });
      assert.equal(await run(), EXIT.usage);
      assert.deepEqual(
        [...placesOf('VALUE_NOT_SET')].sort(),
        (await Promise.all(['service', 'from', 'to'].map(lineOf))).sort(),
      );
      await fill({ service: '"1000000001"', from: '"200000000115"', to: '"918999198993"' });
      assert.equal(await run(), EXIT.ok, err);
    });
  });

  it('asks only for what the selected cases need', async () => {
    await writeFile(join(folder, 'assay.config.yaml'), 'values: { emptyService: }\n');
    assert.equal(await called('run', SUITES, '--filter', 'CP-02'), EXIT.ok, err);
    assert.equal(await called('run', SUITES), EXIT.usage);
    assert.deepEqual(placesOf('VALUE_NOT_SET'), ['assay.config.yaml:1']);
  });

  it('holds a window of time that is a duration', async () => {
    assert.equal(await called('run', SUITES, '--filter', 'SS-01', '--set', 'window.to=soon'), EXIT.usage);
    assert.match(err, /WRONG_VALUE.*window\.to/);
    assert.equal(await called('run', SUITES, '--filter', 'SS-01', '--set', 'window.to=3d'), EXIT.ok, err);
  });

  it('is told what to configure when the provider has nothing to book', async () => {
    assert.equal(
      await called('run', SUITES, '--filter', 'BK-01', '--set', 'service=1000000000'),
      EXIT.systemUnderTestFailed,
    );
    assert.match(err, /skip.* BK-01 .*service = 1000000000, window\.from = 1h, window\.to = 48h/);
  });

  it('has a rate, or the command line has one', async () => {
    const config = (rate: string): Promise<void> => writeFile(join(folder, 'assay.config.yaml'), `rate: ${rate}\n`);
    for (const rate of ['0/s', '5/', '5/d', '0.0/s']) {
      await config(rate);
      assert.equal(await called('run', SUITES, '--filter', 'CP-02'), EXIT.usage, rate);
      assert.deepEqual(placesOf('WRONG_VALUE'), ['assay.config.yaml:1']);
      assert.equal(await called('run', SUITES, '--rate', rate), EXIT.usage, rate);
    }
    await config('100/s');
    assert.equal(await called('run', SUITES, '--filter', 'CP-02'), EXIT.ok, err);
    assert.equal(await called('run', SUITES, '--filter', 'CP-02', '--rate', '0.5/s'), EXIT.ok, err);
  });

  it('names packages, which count like those of the command line', async () => {
    await writeFile(join(folder, 'assay.config.yaml'), 'packages: [missing.tgz]\n');
    assert.equal(await called('run', SUITES, '--filter', 'CP-02'), EXIT.usage);
    assert.match(err, /FILE_NOT_FOUND.*missing\.tgz/);
  });

  describe('with a patient', () => {
    const withNumber = async (nhsNumber: string, more = ''): Promise<number> => {
      await writeFile(join(folder, 'assay.config.yaml'), `${more}values: { patient: { nhsNumber: "${nhsNumber}" } }\n`);
      return called('run', SUITES, '--filter', 'CP-02');
    };

    it('is refused when the NHS number could be somebody’s', async () => {
      assert.equal(await withNumber('900 000 0009'), EXIT.usage);
      assert.deepEqual(placesOf('PATIENT_NOT_DECLARED'), ['assay.config.yaml:1']);
      assert.equal(
        await called('run', SUITES, '--set', 'patient.nhsNumber=9000000009', '--filter', 'CP-02'),
        EXIT.usage,
      );
    });

    it('is accepted with a number for tests, with one that is none, and with one declared as a test patient', async () => {
      assert.equal(await withNumber('9990000018'), EXIT.ok, err);
      assert.equal(await withNumber('9000000008'), EXIT.ok, err);
      assert.equal(await withNumber('9000000009', 'testPatients: ["900 000 0009"]\n'), EXIT.ok, err);
    });

    it('is refused when what is declared is no NHS number', async () => {
      assert.equal(await withNumber('9990000018', 'testPatients: [Marchbank]\n'), EXIT.usage);
      assert.match(err, /WRONG_VALUE/);
    });
  });
});

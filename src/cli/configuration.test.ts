import assert from 'node:assert/strict';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import { EXIT } from '../model/exit-code.ts';
import { readConfig } from './config.ts';

describe('the configuration of a provider of one’s own', function () {
  this.timeout(30_000);
  const desk = Desk.perTest();

  const config = (file = 'assay.config.yaml'): Promise<string> => desk.read(file);

  /** Fills in lines of the configuration, by the name of the member. */
  async function fill(values: Readonly<Record<string, string>>): Promise<void> {
    let text = await config();
    for (const [name, value] of Object.entries(values)) {
      const filled = text.replace(new RegExp(`^( *${name}:)$`, 'm'), `$1 ${value}`);
      assert.notEqual(filled, text, `no blank for ${name}`);
      text = filled;
    }
    await desk.configure(text);
  }

  /** Where a code was told: `file:line`. */
  const placesOf = (code: DiagnosticCode): readonly string[] =>
    [...desk.err.matchAll(new RegExp(`^(\\S+):(\\d+):\\d+: error ${code}`, 'gm'))].map(
      ([, file, line]) => `${file}:${line}`,
    );

  it('is written by init, and keeps what is there unless it is to be replaced', async () => {
    assert.equal(await desk.assay('init', SUITES), EXIT.ok);
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
    await desk.configure('target: http://127.0.0.1:1\n');
    assert.equal(await desk.assay('init', SUITES), EXIT.usage);
    assert.match(desk.err, /CONFIG_EXISTS/);
    assert.equal(await config(), 'target: http://127.0.0.1:1\n');
    assert.equal(await desk.assay('init', SUITES, '--config', 'other.yaml'), EXIT.ok);
    assert.equal(await config('other.yaml'), written);
    assert.equal(await desk.assay('init', SUITES, '--force'), EXIT.ok);
    assert.equal(await config(), written);
  });

  it('is written with comments that can be taken away', async () => {
    await desk.assay('init', SUITES);
    const text = await config();
    const uncommented = text.replace(/^ {2}# ( *[\w-]+:(?: .*)?)$/gm, '  $1');
    assert.match(uncommented, /^ {2}certificate: file:client\.pem$/m);
    assert.match(uncommented, /^ {4}wrong-authority: /m);
    await desk.configure(uncommented);
    const { diagnostics } = await readConfig(undefined, desk.folder);
    assert.deepEqual(diagnostics, []);
  });

  it('is written for a client too: without a target, with what drives it, and can be planned with as it is', async () => {
    assert.equal(await desk.assay('init', SUITES, '--role', 'client'), EXIT.ok);
    const text = await config();
    assert.doesNotMatch(text, /^(target|via|tls|rate):/m);
    for (const name of ['system', 'drive', 'attester', 'values']) assert.match(text, new RegExp(`^${name}:`, 'm'));
    assert.equal(await desk.assay('plan', SUITES, '--role', 'client', '--filter', 'CB-01'), EXIT.ok, desk.err);
    const uncommented = text.replace(/^ {2}# ((?:command|prints|url): .*)$/gm, '  $1');
    await desk.configure(uncommented);
    const { config: read, diagnostics } = await readConfig(undefined, desk.folder);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(Object.keys(read.drive ?? {}), ['command', 'prints', 'url']);
  });

  it('cannot be written where no file can be', async () => {
    assert.equal(await desk.assay('init', SUITES, '--config', 'missing/assay.config.yaml'), EXIT.usage);
    assert.match(desk.err, /CONFIG_INVALID/);
  });

  it('names each blank at its place until all are filled in, and then the run begins', async () => {
    await desk.assay('init', SUITES);
    const lineOf = async (name: string): Promise<string> =>
      `assay.config.yaml:${(await config()).split('\n').findIndex((line) => new RegExp(`^ *${name}:$`).test(line)) + 1}`;
    const run = (): Promise<number> => desk.assay('run', SUITES, '--filter', 'SS-01');

    assert.equal(await run(), EXIT.usage);
    assert.deepEqual(placesOf('CONFIG_INVALID'), [await lineOf('target')]);
    const url = await desk.serve(SUITES);
    await fill({ target: url });
    assert.equal(await run(), EXIT.usage);
    assert.deepEqual(
      [...placesOf('VALUE_NOT_SET')].sort(),
      (await Promise.all(['service', 'from', 'to'].map(lineOf))).sort(),
    );
    await fill({ service: '"1000000001"', from: '"200000000115"', to: '"918999198993"' });
    assert.equal(await run(), EXIT.ok, desk.err);
  });

  it('asks only for what the selected cases need', async () => {
    await desk.configure('values: { emptyService: }\n');
    assert.equal(await desk.assay('run', SUITES, '--filter', 'CP-02'), EXIT.ok, desk.err);
    assert.equal(await desk.assay('run', SUITES), EXIT.usage);
    assert.deepEqual(placesOf('VALUE_NOT_SET'), ['assay.config.yaml:1']);
  });

  it('holds a window of time that is a duration', async () => {
    assert.equal(await desk.assay('run', SUITES, '--filter', 'SS-01', '--set', 'window.to=soon'), EXIT.usage);
    assert.match(desk.err, /WRONG_VALUE.*window\.to/);
    assert.equal(await desk.assay('run', SUITES, '--filter', 'SS-01', '--set', 'window.to=3d'), EXIT.ok, desk.err);
  });

  it('is told what to configure when the provider has nothing to book', async () => {
    assert.equal(
      await desk.assay('run', SUITES, '--filter', 'BK-01', '--set', 'service=1000000000'),
      EXIT.systemUnderTestFailed,
    );
    assert.match(desk.err, /skip.* BK-01 .*service = 1000000000, window\.from =\s+1h, window\.to = 48h/);
  });

  it('has a rate, or the command line has one', async () => {
    const config = (rate: string): Promise<string> => desk.configure(`rate: ${rate}\n`);
    for (const rate of ['0/s', '5/', '5/d', '0.0/s']) {
      await config(rate);
      assert.equal(await desk.assay('run', SUITES, '--filter', 'CP-02'), EXIT.usage, rate);
      assert.deepEqual(placesOf('WRONG_VALUE'), ['assay.config.yaml:1']);
      assert.equal(await desk.assay('run', SUITES, '--rate', rate), EXIT.usage, rate);
    }
    await config('100/s');
    assert.equal(await desk.assay('run', SUITES, '--filter', 'CP-02'), EXIT.ok, desk.err);
    assert.equal(await desk.assay('run', SUITES, '--filter', 'CP-02', '--rate', '0.5/s'), EXIT.ok, desk.err);
  });

  it('names packages, which count like those of the command line', async () => {
    await desk.configure('packages: [missing.tgz]\n');
    assert.equal(await desk.assay('run', SUITES, '--filter', 'CP-02'), EXIT.usage);
    assert.match(desk.err, /FILE_NOT_FOUND.*missing\.tgz/);
  });

  describe('with a patient', () => {
    const withNumber = async (nhsNumber: string, more = ''): Promise<number> => {
      await desk.configure(`${more}values: { patient: { nhsNumber: "${nhsNumber}" } }\n`);
      return desk.assay('run', SUITES, '--filter', 'CP-02');
    };

    it('is refused when the NHS number could be somebody’s', async () => {
      assert.equal(await withNumber('900 000 0009'), EXIT.usage);
      assert.deepEqual(placesOf('PATIENT_NOT_DECLARED'), ['assay.config.yaml:1']);
      assert.equal(
        await desk.assay('run', SUITES, '--set', 'patient.nhsNumber=9000000009', '--filter', 'CP-02'),
        EXIT.usage,
      );
    });

    it('is accepted with a number for tests, and with one that is none', async () => {
      assert.equal(await withNumber('9990000018'), EXIT.ok, desk.err);
      assert.equal(await withNumber('9000000008'), EXIT.ok, desk.err);
    });

    it('is accepted with a number declared as that of a test patient, which the evidence names, and replayed so', async function () {
      this.timeout(60_000);
      assert.equal(await withNumber('9000000009', 'testPatients: ["900 000 0009"]\n'), EXIT.ok, desk.err);
      assert.deepEqual(JSON.parse((await desk.sealed('plan.json')).toString()).testPatients, ['9000000009']);
      assert.match((await desk.sealed('report.html')).toString(), /Test patients outside the range for tests/);
      const verified = await desk.assay('verify', await desk.bundle(), '--trust', desk.signer, '--replay');
      assert.equal(verified, EXIT.ok, desk.err);
    });

    it('is refused when what is declared is no NHS number', async () => {
      assert.equal(await withNumber('9990000018', 'testPatients: [Marchbank]\n'), EXIT.usage);
      assert.match(desk.err, /WRONG_VALUE/);
    });
  });
});

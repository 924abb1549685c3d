import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { EXIT } from '../model/exit-code.ts';
import type { RunResult } from '../model/result.ts';
import { replay } from './commands/replay.ts';
import { type RunOptions, run } from './commands/run.ts';

const SUITES = join(process.cwd(), 'suites/uec-booking');

const waiverOf = (subject: string, expires = '2999-12-31'): string =>
  `waivers:\n  - { ${subject}, owner: Head of integration, reason: "<b>late</b>", mitigation: by telephone, expires: ${expires} }\n`;

describe('assay run --waivers', function () {
  this.timeout(60_000);
  let folder: string;
  let err: string;
  let out: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-waivers-'));
    [err, out] = ['', ''];
  });
  afterEach(() => rm(folder, { recursive: true }));

  const context = () =>
    testContext({
      cwd: folder,
      env: { XDG_CONFIG_HOME: join(folder, 'config') },
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });

  const runWith = (options: Partial<RunOptions>): Promise<number> =>
    run(
      SUITES,
      {
        filter: ['BK-01'],
        tag: [],
        set: [],
        defect: [],
        package: [],
        workers: 2,
        deadline: 2_000,
        evidence: 'evidence',
        ...options,
      },
      context(),
    );

  async function evidence(): Promise<{ readonly bundle: string; readonly result: RunResult; readonly html: string }> {
    const names = await readdir(join(folder, 'evidence'));
    const bundle = join('evidence', names.find((name) => name.endsWith('.zip')) ?? assert.fail('nothing sealed'));
    const file = (name: string) => readFile(join(folder, bundle.replace('.evidence.zip', ''), name), 'utf8');
    return { bundle, result: JSON.parse(await file('results.json')), html: await file('report.html') };
  }

  it('leaves a failure a failure, shows what was waived, and is planned again by a replay', async () => {
    await writeFile(join(folder, 'known.yaml'), waiverOf('case: BK-01'));
    assert.equal(await runWith({ waivers: 'known.yaml', defect: ['no-location'] }), EXIT.systemUnderTestFailed);
    const { bundle, result, html } = await evidence();
    assert.deepEqual(
      result.waivers?.map(({ of, id, state }) => [of, id, state]),
      [['case', 'BK-01', 'in-force']],
    );
    assert.equal(result.cases.find(({ id }) => id === 'BK-01')?.verdict, 'fail');
    assert.match(html, /<h2 id="waivers">/);
    assert.doesNotMatch(html, /<b>late/);
    out = '';
    assert.equal(await replay(bundle, {}, context()), EXIT.ok, out);
  });

  it('names a waiver that was not needed, without another exit code', async () => {
    await writeFile(join(folder, 'known.yaml'), waiverOf('case: BK-01'));
    await writeFile(join(folder, 'assay.config.yaml'), 'waivers: known.yaml\n');
    assert.equal(await runWith({}), EXIT.ok);
    assert.match(err, /error WAIVER_UNUSED/);
    const { result } = await evidence();
    assert.ok(result.notForSubmission.some((why) => why.includes('BK-01')));
  });

  for (const [what, text, place] of [
    ['has expired', waiverOf('case: BK-01', '2020-01-01'), 'known.yaml:2:5: error WAIVER_EXPIRED'],
    ['is of no case', waiverOf('case: BK-999'), 'known.yaml:2:13: error UNKNOWN_CASE'],
    ['is of no requirement', waiverOf('requirement: P999'), 'known.yaml:2:20: error UNKNOWN_REQUIREMENT'],
  ] as const) {
    it(`runs nothing when a waiver ${what}, and says where it stands`, async () => {
      await writeFile(join(folder, 'known.yaml'), text);
      assert.equal(await runWith({ waivers: 'known.yaml' }), EXIT.usage);
      assert.ok(err.includes(place), err);
      assert.deepEqual(await readdir(folder).then((names) => names.filter((name) => name === 'evidence')), []);
    });
  }

  it('runs nothing when there is no such file', async () => {
    assert.equal(await runWith({ waivers: 'nowhere.yaml' }), EXIT.usage);
    assert.match(err, /error FILE_NOT_FOUND/);
  });
});

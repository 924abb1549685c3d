import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveWithCookies } from '../../fixtures/crashes/cookie-provider.ts';
import { type CrashSite, folderOf, runSix } from '../../fixtures/crashes/crashed-run.ts';
import type { Listener } from '../http/listen.ts';
import type { HeaderField } from '../model/exchange.ts';
import { EXIT } from '../model/exit-code.ts';
import { DEFINITION, VALIDATOR } from '../simulate/test-provider.test.ts';

const PROGRAM = ['--import=tsx', 'src/cli/main.ts'];

/** Said in a cookie before the run stops: a secret by the name of its header. */
const SECRET = 'Qx7vTz2mKp9wLd4s';

describe('a value that was replaced before a run was killed', function () {
  this.timeout(180_000);
  let folder: string;
  let provider: Listener;
  let site: CrashSite;
  /** In every answer of the provider. */
  let added: HeaderField;

  before(async () => {
    provider = await serveWithCookies(DEFINITION, VALIDATOR, () => added);
  });
  after(() => provider.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-resume-leaks-'));
    site = { target: provider.url, folder, program: PROGRAM };
  });
  afterEach(() => rm(folder, { recursive: true }));

  const memoryOf = async (): Promise<string> => {
    const runs = join(folder, 'home/assay/runs');
    const [name = ''] = await readdir(runs);
    return join(runs, name);
  };

  async function killed(): Promise<string> {
    added = ['Set-Cookie', SECRET];
    const { exit, err } = await runSix(site, { breaking: { at: 130, by: 'kill' } });
    assert.equal(exit, 'SIGKILL', err);
    return (await folderOf(site)) ?? assert.fail('no folder');
  }

  it('keeps the resumed run from being sealed when it stands in a later message, where nothing says what it is', async () => {
    const run = await killed();
    const memory = await memoryOf();
    assert.equal((await stat(memory)).mode & 0o777, 0o600);
    assert.doesNotMatch(await readFile(memory, 'utf8'), new RegExp(SECRET));
    added = ['X-Debug', SECRET];
    const { exit, err } = await runSix(site, { resume: run });
    assert.equal(exit, EXIT.harness, err);
    assert.match(err, /LEAK: exchanges\/\S+\.res\.http holds a cookie /);
    assert.doesNotMatch(err, new RegExp(SECRET));
    await assert.rejects(stat(`${run}.evidence.zip`));
    await stat(await memoryOf());
  });

  it('is not opened by what is kept from then on, which the run says', async () => {
    const run = await killed();
    const more = ['--keep-openings', join(folder, 'home/assay/signer.crt')];
    const { exit, err } = await runSix(site, { resume: run, more });
    assert.equal(exit, EXIT.ok, err);
    assert.match(err, /warning OPENINGS_INCOMPLETE: /);
    await stat(`${run}.openings.json`);
  });

  it('is forgotten with its run when that is sealed', async () => {
    const run = await killed();
    const memory = await memoryOf();
    const { exit, err } = await runSix(site, { resume: run });
    assert.equal(exit, EXIT.ok, err);
    await stat(`${run}.evidence.zip`);
    await assert.rejects(stat(memory));
  });

  it('cannot be looked for when what was kept of it is gone or broken, and the run does not go on', async () => {
    const run = await killed();
    const memory = await memoryOf();
    const kept = await readFile(memory, 'utf8');
    for (const broken of ['', kept.replace('"kind"', '"sort"')]) {
      await writeFile(memory, broken);
      const { exit, err } = await runSix(site, { resume: run });
      assert.equal(exit, EXIT.usage, err);
      assert.match(err, /RESUME_DIFFERS/);
    }
    await writeFile(memory, `${kept}{"kind":"na`);
    assert.equal((await runSix(site, { resume: run })).exit, EXIT.ok);
  });
});

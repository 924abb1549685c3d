import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listen } from '../http/listen.ts';

const run = promisify(execFile);

interface Outcome {
  readonly stats: { readonly passes: number; readonly failures: number; readonly pending: number };
  readonly failures: readonly { readonly title: string; readonly err: { readonly message: string } }[];
}

/** `npx mocha` as a user calls it, reported as JSON. */
async function mocha(
  folder: string,
  grep: string,
  { defect = '', target }: { readonly defect?: string; readonly target?: string } = {},
): Promise<{ code: number; outcome: Outcome }> {
  const assay = { ASSAY_EVIDENCE: folder, ASSAY_DEFECT: defect, ...(target && { ASSAY_TARGET: target }) };
  const env = { ...process.env, ...assay, XDG_CONFIG_HOME: folder };
  const args = ['mocha', '--reporter', 'json', '--grep', grep];
  const { code, stdout } = await run('npx', args, { env }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (failed: { code: number; stdout: string }) => failed,
  );
  return { code, outcome: JSON.parse(stdout) as Outcome };
}

describe('npx mocha', function () {
  this.timeout(60_000);
  let folder: string;

  before(async function () {
    if (!existsSync('dist/cli/mocha-host.js')) {
      this.test?.parent?.tests.forEach((test) => {
        test.title += ' (skipped: the suites run from dist, and npm run build has not been run)';
      });
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'assay-mocha-'));
  });
  after(async () => folder && rm(folder, { recursive: true }));

  it('runs the cases that are asked for, with their twins', async () => {
    const { code, outcome } = await mocha(folder, 'BK-14');
    assert.deepEqual([code, outcome.stats.passes, outcome.stats.failures], [0, 1, 0]);
  });

  it('shows what failed, and what was skipped for it', async () => {
    const { code, outcome } = await mocha(folder, 'BK-(01|14)', { defect: 'no-location' });
    assert.deepEqual([code, outcome.stats.failures, outcome.stats.pending], [1, 1, 1]);
    assert.match(outcome.failures[0]?.err.message ?? '', /^fail: BK-01\/book\/2: /);
  });

  it('does not end well when only a twin that is not shown failed', async () => {
    const { code, outcome } = await mocha(folder, 'BK-14', { defect: 'no-location' });
    assert.deepEqual([code, outcome.stats.failures, outcome.stats.pending], [1, 1, 1]);
    assert.match(outcome.failures[0]?.err.message ?? '', /BK-01/);
  });

  it('does not end well when the provider cannot be reached', async () => {
    const closed = await listen(() => assert.fail(), { port: 0 });
    await closed.close();
    const { code, outcome } = await mocha(folder, 'BK-14', { target: closed.url });
    assert.deepEqual([code, outcome.stats.failures], [1, 1]);
    assert.match(outcome.failures[0]?.err.message ?? '', /UNREACHABLE/);
  });

  it('says what is wrong with the target, and what to do, without repeating it', async () => {
    const { code, outcome } = await mocha(folder, 'BK-14', { target: 'http://someone:hunter2@127.0.0.1:9' });
    assert.deepEqual([code, outcome.stats.failures], [1, 1]);
    assert.match(outcome.failures[0]?.err.message ?? '', /USAGE[\s\S]*hint: /);
    assert.doesNotMatch(JSON.stringify(outcome), /hunter2/);
  });
});

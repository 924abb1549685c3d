import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { serveWithCookies } from '../../fixtures/crashes/cookie-provider.ts';
import {
  breakAndGoOn,
  type CrashSite,
  folderOf,
  outcomeIn,
  runSix,
  SIX_CASES,
  writesOf,
} from '../../fixtures/crashes/crashed-run.ts';
import type { Listener } from '../http/listen.ts';
import { readJournal } from '../journal/read-journal.ts';
import { EXIT } from '../model/exit-code.ts';
import type { RunResult } from '../model/result.ts';
import type { Verdict } from '../model/verdict.ts';
import { DEFINITION, VALIDATOR } from '../simulate/test-provider.test.ts';

/** Printed, so that a failure can be had again: `SEED=n npm test`. */
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

const PROGRAM = ['--import=tsx', 'src/cli/main.ts'];

describe('a run that stopped', function () {
  this.timeout(180_000);
  let folder: string;
  let provider: Listener;
  let site: CrashSite;
  let clean: Readonly<Record<string, Verdict>>;
  let writes: number;
  /** Before the first line of the journal. */
  let preparing: number;

  before(async () => {
    provider = await serveWithCookies(DEFINITION, VALIDATOR);
    await fresh();
    const ended = await runSix(site);
    assert.equal(ended.exit, EXIT.ok, ended.err);
    const run = (await folderOf(site)) ?? assert.fail('no folder');
    clean = await outcomeIn(run);
    writes = writesOf(ended);
    const { inputs } = JSON.parse(await readFile(join(run, 'plan.json'), 'utf8')) as { inputs: readonly unknown[] };
    preparing = inputs.length + 3;
    await rm(folder, { recursive: true });
  });
  after(() => provider.close());
  beforeEach(() => fresh());
  afterEach(() => rm(folder, { recursive: true }));

  async function fresh(): Promise<void> {
    folder = await mkdtemp(join(tmpdir(), 'assay-resume-'));
    site = { target: provider.url, folder, program: PROGRAM };
  }

  const resultsIn = async (run: string): Promise<RunResult> =>
    JSON.parse(await readFile(join(run, 'results.json'), 'utf8'));

  async function assay(...argv: readonly string[]) {
    let err = '';
    const context = testContext({
      cwd: folder,
      env: { XDG_CONFIG_HOME: join(folder, 'home') },
      err: (text) => {
        err += text;
      },
    });
    const exit = await (await import('./program.ts')).assay(argv, context);
    return { exit, err };
  }

  it('holds each of the six cases and all of their assertions when nothing breaks', () => {
    for (const id of SIX_CASES) assert.equal(clean[id], 'pass', id);
    assert.ok(Object.keys(clean).length > 30);
  });

  /** With its verdicts recomputed, by whoever trusts the signer. */
  async function accepted(): Promise<void> {
    const bundle = `${await folderOf(site)}.evidence.zip`;
    const { exit, err } = await assay('verify', bundle, '--trust', join(folder, 'home/assay/signer.crt'), '--replay');
    assert.equal(exit, EXIT.ok, err);
  }

  for (const by of ['kill', 'full'] as const) {
    it(`comes to the same when it goes on, stopped by ${by} at a write drawn by seed ${SEED}`, async () => {
      const at = preparing + 1 + (SEED % (writes - preparing - 1));
      const { broken, began, resumed, outcome } = await breakAndGoOn(site, { at, by });
      assert.equal(broken.exit, by === 'kill' ? 'SIGKILL' : EXIT.harness, `write ${at}`);
      assert.ok(began, `write ${at}`);
      assert.equal(resumed?.exit, EXIT.ok, `write ${at}: ${resumed?.err}`);
      assert.deepEqual(outcome, clean, `write ${at}`);
      await accepted();
    });
  }

  it('shows both attempts, what was torn, and undoes what the first one made; its bundle is accepted and replays', async () => {
    // In the middle of a case that has booked: the exchange after the booking is being written.
    const at = preparing + 18;
    await breakAndGoOn(site, { at, by: 'kill' });
    const run = (await folderOf(site)) ?? assert.fail('no folder');
    const { resumed, cases, cleanedUp } = await resultsIn(run);
    assert.equal(resumed?.length, 1);
    const again = cases.filter(({ earlierAttempts }) => earlierAttempts !== undefined);
    assert.deepEqual(
      again.map(({ attempt, earlierAttempts }) => [attempt, earlierAttempts?.map((one) => one.attempt)]),
      [[2, [1]]],
    );
    assert.deepEqual(
      cleanedUp.filter(({ state }) => state === 'left' || state === 'kept'),
      [],
    );
    const page = await readFile(join(run, 'report.html'), 'utf8');
    assert.ok(page.includes('Stopped and resumed') && page.includes('This is attempt 2'));
    await accepted();
  });

  it('has committed to what was redacted before the journal says that it ended', async () => {
    // A report is being written: nobody knows the values any more.
    const { began, resumed } = await breakAndGoOn(site, { at: writes - 6, by: 'kill' });
    assert.ok(began);
    assert.equal(resumed?.exit, EXIT.ok, resumed?.err);
    const run = (await folderOf(site)) ?? assert.fail('no folder');
    const journal = readJournal(await readFile(join(run, 'journal.jsonl')));
    assert.ok(
      journal.lines.every(({ event }) => event.type !== 'run-resumed'),
      'it had come to its end',
    );
    await accepted();
  });

  it('never passes for complete before it has gone on', async () => {
    await runSix(site, { breaking: { at: preparing + 40, by: 'kill' } });
    const run = (await folderOf(site)) ?? assert.fail('no folder');
    const { lines, diagnostics } = readJournal(await readFile(join(run, 'journal.jsonl')));
    assert.ok(lines.length > 0);
    assert.deepEqual([...new Set(diagnostics.map(({ code }) => code))], ['JOURNAL_INCOMPLETE']);
  });

  it('goes on in one process alone', async () => {
    await runSix(site, { breaking: { at: preparing + 40, by: 'kill' } });
    const run = (await folderOf(site)) ?? assert.fail('no folder');
    const both = await Promise.all([runSix(site, { resume: run }), runSix(site, { resume: run })]);
    const [refused, ended] = both.sort((one, other) => Number(other.exit) - Number(one.exit));
    assert.equal(ended?.exit, EXIT.ok, ended?.err);
    assert.equal(refused?.exit, EXIT.usage, refused?.err);
    assert.match(refused.err, /error (?:RUN_UNDER_WAY|NOTHING_TO_RESUME): /);
    assert.deepEqual(await outcomeIn(run), clean);
    await accepted();
  });

  it('is left to the process that carries it out, for as long as that is there', async () => {
    await runSix(site, { breaking: { at: preparing + 40, by: 'kill' } });
    const run = (await folderOf(site)) ?? assert.fail('no folder');
    const runs = join(folder, 'home/assay/runs');
    const [memory = ''] = await readdir(runs);
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await rename(join(runs, memory), join(runs, memory.replace(/\d+$/, String(other.pid))));
    const refused = await runSix(site, { resume: run });
    assert.equal(refused.exit, EXIT.usage, refused.err);
    assert.ok(refused.err.includes(`error RUN_UNDER_WAY: The run in ${run} is carried out by process ${other.pid}`));
    other.kill();
    await once(other, 'exit');
    assert.equal((await runSix(site, { resume: run })).exit, EXIT.ok);
    assert.deepEqual(await readdir(runs), []);
  });

  it('is refused when there is nothing to resume, or when it would be another run', async () => {
    await runSix(site, { breaking: { at: preparing + 40, by: 'kill' } });
    const run = (await folderOf(site)) ?? assert.fail('no folder');
    const goOn = (at: string, ...more: readonly string[]) =>
      assay('run', '--resume', at, '--target', provider.url, ...more);
    const refusedAs = async (code: string, at: string, ...more: readonly string[]) => {
      const { exit, err } = await goOn(at, ...more);
      assert.equal(exit, EXIT.usage, err);
      assert.match(err, new RegExp(`error ${code}: `));
    };

    await refusedAs('FILE_NOT_FOUND', folder);
    await refusedAs('FILE_NOT_FOUND', join(folder, 'missing'));
    await refusedAs('FILE_NOT_FOUND', join(run, 'plan.json'));
    await refusedAs('RESUME_DIFFERS', run, '--set', 'service=another');
    await refusedAs('RESUME_DIFFERS', run, '--sut-name', 'Another product');
    await refusedAs('RESUME_DIFFERS', run, '--nonce', 'letter-17');
    await refusedAs('RESUME_DIFFERS', run, ...SIX_CASES.slice(1).flatMap((id) => ['--filter', id]));
    await refusedAs('RESUME_DIFFERS', run, '--tag', 'smoke');
    await refusedAs('RESUME_DIFFERS', run, '--tsa', 'http://tsa.invalid/');
    await refusedAs('RESUME_DIFFERS', run, '--target', provider.url.replace('127.0.0.1', 'localhost'));

    const cut = join(folder, 'cut');
    await cp(run, cut, { recursive: true });
    await truncate(join(cut, 'journal.jsonl'), 40);
    await refusedAs('JOURNAL_BROKEN', cut);

    const changed = join(folder, 'changed');
    await cp(run, changed, { recursive: true });
    const plan = await readFile(join(changed, 'plan.json'), 'utf8');
    await writeFile(join(changed, 'plan.json'), plan.replace('"seed":"', '"seed":"f'));
    await refusedAs('RESUME_DIFFERS', changed);

    await rm(join(folder, 'home/assay/runs'), { recursive: true });
    await refusedAs('RESUME_DIFFERS', run);

    const whole = await mkdtemp(join(tmpdir(), 'assay-whole-'));
    await runSix({ ...site, folder: whole });
    const ended = (await folderOf({ ...site, folder: whole })) ?? assert.fail(basename(whole));
    await refusedAs('NOTHING_TO_RESUME', ended);
    await rm(whole, { recursive: true });
  });
});

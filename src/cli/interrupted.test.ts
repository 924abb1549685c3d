import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Listener, listen, type Reply } from '../http/listen.ts';
import { readJournal } from '../journal/read-journal.ts';
import type { JournalEvent } from '../model/event.ts';
import type { HttpRequest } from '../model/exchange.ts';
import { EXIT } from '../model/exit-code.ts';
import type { RunResult } from '../model/result.ts';
import { createSimulator, type Simulator } from '../simulate/simulator.ts';
import { DEFINITION, VALIDATOR } from '../simulate/test-provider.test.ts';

/** Never given. */
const NO_REPLY = new Promise<Reply>(() => {});

describe('a run that gets SIGINT', function () {
  this.timeout(180_000);
  let folder: string;
  let provider: Listener;
  let simulator: Simulator;
  let child: ChildProcess;
  let out: string;
  /** Status of each appointment, by what the provider answered, whether or not that arrived. */
  let appointments: Map<string, string>;
  /** Whether a request is answered with silence, and what happens then. */
  let silentAt: (request: HttpRequest) => boolean;
  /** Signals sent so far. */
  let signals: number;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-interrupted-'));
    out = '';
    appointments = new Map();
    signals = 0;
    provider = await listen(handle, { port: 0 });
    let next = 0;
    const ids = () => {
      next += 1;
      return `id-${next}`;
    };
    simulator = createSimulator(DEFINITION, {
      baseUrl: provider.url,
      defects: [],
      validator: VALIDATOR,
      now: () => new Date(),
      ids,
    });
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await provider.close();
    await rm(folder, { recursive: true });
  });

  function handle(request: HttpRequest): Reply | Promise<Reply> {
    const reply = simulator.handle(request);
    const { resourceType, id, status } = resourceIn(reply);
    if (request.method !== 'GET' && resourceType === 'Appointment') appointments.set(String(id), String(status));
    if (!silentAt(request)) return reply;
    signals += 1;
    child.kill('SIGINT');
    return NO_REPLY;
  }

  function resourceIn({ response }: Reply): Readonly<Record<string, unknown>> {
    return response.body.length === 0 ? {} : JSON.parse(Buffer.from(response.body).toString('utf8'));
  }

  /** Runs the program itself; gives its exit code, or the signal that ended it. */
  function run(...cases: readonly string[]): Promise<number | string> {
    const filters = cases.flatMap((id) => ['--filter', id]);
    return assay('run', '--target', provider.url, '--workers', '1', '--evidence', join(folder, 'evidence'), ...filters);
  }

  function assay(...argv: readonly string[]): Promise<number | string> {
    child = spawn(process.execPath, ['--import=tsx', 'src/cli/main.ts', ...argv], {
      env: { ...process.env, XDG_CONFIG_HOME: join(folder, 'home') },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
    });
    return new Promise((ended) => child.on('close', (code, signal) => ended(code ?? signal ?? '')));
  }

  async function runFolder(): Promise<string> {
    const names = await readdir(join(folder, 'evidence'));
    return join(folder, 'evidence', names.find((one) => !one.endsWith('.zip')) ?? '');
  }

  /** Everything that is written is whole: only the end of the run may be missing. */
  async function journal(): Promise<readonly JournalEvent[]> {
    const { lines, diagnostics } = readJournal(await readFile(join(await runFolder(), 'journal.jsonl')));
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error'),
      [],
    );
    return lines.map(({ event }) => event);
  }

  const cleanedUp = (events: readonly JournalEvent[]): readonly string[] =>
    events.flatMap((event) => (event.type === 'cleaned-up' ? [`${event.case} ${event.state}`] : []));

  const skipped = (events: readonly JournalEvent[]): readonly string[] =>
    events.flatMap((event) =>
      event.type === 'case-finished' && event.skipReason === 'interrupted' ? [event.case] : [],
    );

  it('cancels what the case under way had booked, skips the others, and reports', async () => {
    silentAt = ({ method }) => method === 'GET' && appointments.size === 1 && signals === 0;
    assert.equal(await run('BK-01', 'BK-02'), EXIT.harness);
    assert.deepEqual([...appointments.values()], ['cancelled']);
    const events = await journal();
    assert.deepEqual(cleanedUp(events), ['BK-01 undone']);
    assert.deepEqual(skipped(events), ['BK-01', 'BK-02']);
    assert.ok(!events.some(({ type }) => type === 'run-finished'));
    assert.match(out, /clean-up .*1 thing: 1 undone/);
  });

  it('is sealed in the end also when it was sealed as far as it came, went on and could not be sealed', async () => {
    silentAt = ({ method }) => method === 'POST' && signals === 0;
    assert.equal(await run('BK-01'), EXIT.harness);
    const at = await runFolder();
    const bundle = `${at}.evidence.zip`;
    const goOn = ['run', '--target', provider.url, '--workers', '1', '--resume', at];
    assert.ok(existsSync(bundle));
    const certificate = join(folder, 'home/assay/signer.crt');
    // Nobody could say what it tells a reader.
    await writeFile(join(at, 'notes.txt'), 'Mine');
    assert.equal(await assay(...goOn), EXIT.harness, out);
    assert.match(out, /not sealed: FILE_UNEXPECTED/);
    assert.ok(!existsSync(bundle));
    await rm(join(at, 'notes.txt'));
    assert.equal(await assay(...goOn), EXIT.ok, out);
    assert.equal(await assay('verify', bundle, '--trust', certificate, '--replay'), EXIT.ok, out);
  });

  for (const [where, isIt] of [
    ['a booking', ({ method }: HttpRequest) => method === 'POST'],
    ['what is read after it', ({ method }: HttpRequest) => method === 'GET' && appointments.size === 1],
  ] as const) {
    it(`goes on with the case that was cut off at ${where}, and its negative counts`, async () => {
      silentAt = (request) => signals === 0 && isIt(request);
      assert.equal(await run('BK-14'), EXIT.harness);
      const at = await runFolder();
      assert.equal(
        await assay('run', '--target', provider.url, '--workers', '1', '--resume', at, '--filter', 'BK-14'),
        EXIT.ok,
        out,
      );
      const { cases }: RunResult = JSON.parse(await readFile(join(at, 'results.json'), 'utf8'));
      assert.deepEqual(
        cases.map(({ id, verdict, attempt, earlierAttempts }) => [id, verdict, attempt, earlierAttempts?.length]),
        [
          ['BK-01', 'pass', 2, 1],
          ['BK-14', 'pass', 1, undefined],
        ],
      );
      const trust = join(folder, 'home/assay/signer.crt');
      assert.equal(await assay('verify', `${at}.evidence.zip`, '--trust', trust, '--replay'), EXIT.ok, out);
    });
  }

  it('says that a booking may be there when it was not answered', async () => {
    silentAt = ({ method }) => method === 'POST';
    assert.equal(await run('BK-01'), EXIT.harness);
    assert.deepEqual([...appointments.values()], ['booked']);
    assert.deepEqual(cleanedUp(await journal()), ['BK-01 unknown']);
    assert.match(out, /of BK-01 .* is perhaps left behind: The\s+request was not answered/);
  });

  it('ends at once when it gets another while it cleans up, and leaves a journal that tells what was booked', async () => {
    silentAt = ({ method }) => (method === 'GET' && appointments.size === 1 && signals === 0) || method === 'PUT';
    assert.equal(await run('BK-01'), 'SIGINT');
    const events = await journal();
    assert.deepEqual(cleanedUp(events), []);
    const booked = events.flatMap((event) =>
      event.type === 'exchange-recorded' && event.exchange.status === 201 ? [event.exchange.ref.case] : [],
    );
    assert.deepEqual(booked, ['BK-01']);
  });
});

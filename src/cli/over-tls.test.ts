import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { readJournal } from '../journal/read-journal.ts';
import type { JournalEvent } from '../model/event.ts';
import type { ExchangeRecord } from '../model/exchange.ts';
import { EXIT } from '../model/exit-code.ts';
import type { RunPlan } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';
import { DEFECTS_OF_CONNECTIONS, DEFECTS_OF_PREFLIGHTS } from '../simulate/run-in-memory.test.ts';
import type { Context } from './context.ts';

const SUITES = join(process.cwd(), 'suites/uec-booking');

describe('a run over TLS with client certificates', function () {
  this.timeout(60_000);
  let folder: string;
  let err: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-tls-'));
    err = '';
  });
  afterEach(() => rm(folder, { recursive: true }));

  const context = (signal: AbortSignal, out: (text: string) => void): Context =>
    testContext({
      cwd: folder,
      env: { XDG_CONFIG_HOME: join(folder, 'home') },
      signal,
      out,
      err: (text) => {
        err += text;
      },
    });

  /** Loaded as the program loads its commands. */
  const assay = async (argv: readonly string[], within = context(new AbortController().signal, () => {})) =>
    (await import('./program.ts')).assay(argv, within);

  async function eventsIn(evidence: string): Promise<readonly JournalEvent[]> {
    const [run = ''] = await readdir(join(folder, evidence));
    const { lines } = readJournal(await readFile(join(folder, evidence, run, 'journal.jsonl')));
    return lines.map(({ event }) => event);
  }

  const exchangesIn = async (evidence: string): Promise<readonly ExchangeRecord[]> =>
    (await eventsIn(evidence)).flatMap((event) => (event.type === 'exchange-recorded' ? [event.exchange] : []));

  /** The cases that ended in this way, with the reason for it. */
  const endedIn = async (
    verdict: Verdict,
    evidence = 'evidence',
  ): Promise<Readonly<Record<string, string | undefined>>> =>
    Object.fromEntries(
      (await eventsIn(evidence)).flatMap((event) =>
        event.type === 'case-finished' && event.verdict === verdict ? [[event.case, event.reason] as const] : [],
      ),
    );

  const replayOf = async (evidence: string): Promise<number> => {
    const bundle = (await readdir(join(folder, evidence))).find((name) => name.endsWith('.zip')) ?? '';
    return assay(['replay', join(evidence, bundle)]);
  };

  /** Everything under the folder that holds any line of a text. */
  async function holdersOf(text: string, evidence: string): Promise<readonly string[]> {
    const files = await readdir(join(folder, evidence), { recursive: true, withFileTypes: true });
    const lines = text.split('\n').filter((line) => line.length > 40);
    const holds = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map(async ({ parentPath, name }) => {
          const bytes = await readFile(join(parentPath, name), 'latin1');
          return lines.some((line) => bytes.includes(line)) ? [name] : [];
        }),
    );
    return holds.flat();
  }

  it('is what the reference provider asks for', async () => {
    assert.equal(await assay(['run', SUITES, '--filter', 'CP-02']), EXIT.ok, err);
    const [exchange] = await exchangesIn('evidence');
    assert.match(exchange?.url ?? '', /^https:/);
    assert.equal(exchange?.tls?.agreed?.protocol, 'TLSv1.3');
    assert.match(exchange?.tls?.clientFingerprint ?? '', /^[0-9a-f]{64}$/);
  });

  it('leaves out what is about TLS when the provider is reached without it', async () => {
    const argv = ['run', SUITES, '--target', 'http://127.0.0.1:65000', '--filter', 'transport', '--filter', 'CP-02'];
    await assay(argv);
    const planned = await readdir(join(folder, 'evidence')).then(([run = '']) =>
      readFile(join(folder, 'evidence', run, 'plan.json'), 'utf8'),
    );
    const { cases, excluded } = JSON.parse(planned) as RunPlan;
    assert.deepEqual(
      cases.map(({ id }) => id),
      ['CP-02'],
    );
    assert.ok(excluded.some(({ id, reason }) => id === 'TL-03' && reason === 'plain-http'));
  });

  describe('shows each defect of the reference provider that only connections show', () => {
    for (const [name, { fails }] of DEFECTS_OF_CONNECTIONS) {
      it(name, async () => {
        assert.notDeepEqual(fails, []);
        assert.equal(
          await assay(['run', SUITES, '--tag', 'transport', '--defect', name]),
          EXIT.systemUnderTestFailed,
          err,
        );
        assert.deepEqual(Object.keys(await endedIn('fail')).sort(), fails);
      });
    }
  });

  describe('comes to no case when a defect of the reference provider lets nobody in', () => {
    for (const [name] of DEFECTS_OF_PREFLIGHTS) {
      it(name, async () => {
        assert.equal(await assay(['run', SUITES, '--filter', 'CP-02', '--defect', name]), EXIT.harness, err);
        const [exchange] = await exchangesIn('evidence');
        assert.equal(exchange?.outcome, name === 'ends-handshakes' ? 'tls-alert' : 'tls-untrusted');
        assert.deepEqual(Object.keys(await endedIn('skip')), ['CP-02']);
      });
    }
  });

  it('meets a provider at another address, which its certificate names', async () => {
    const stop = new AbortController();
    let served: Promise<number> | undefined;
    try {
      const url = await new Promise<string>((listening) => {
        served = assay(['serve', SUITES, '--tls', 'pki', '--host', '127.0.0.2'], context(stop.signal, listening));
      });
      assert.match(url, /^https:\/\/127\.0\.0\.2:\d+\n$/);
      assert.equal(
        await assay(['run', SUITES, '--config', 'pki/assay.config.yaml', '--filter', 'CP-02']),
        EXIT.ok,
        err,
      );
    } finally {
      stop.abort();
      await served;
    }
  });

  it('meets a provider that is served apart, by the configuration that it writes; the key stands in no evidence', async () => {
    const stop = new AbortController();
    let served: Promise<number> | undefined;
    const config = join(folder, 'pki/assay.config.yaml');
    try {
      await new Promise<void>((listening) => {
        const within = context(stop.signal, () => listening());
        served = assay(['serve', SUITES, '--tls', 'pki'], within);
      });
      assert.equal(await assay(['run', SUITES, '--config', config, '--filter', 'CP-02']), EXIT.ok, err);
      const key = await readFile(join(folder, 'pki/own.key'), 'utf8');
      assert.deepEqual(await holdersOf(key, 'pki'), ['own.key']);
      assert.deepEqual(await holdersOf(key, 'evidence'), []);

      assert.equal(
        await assay(['run', SUITES, '--config', config, '--tag', 'transport', '--evidence', 'whole']),
        EXIT.ok,
      );
      assert.equal(await replayOf('whole'), EXIT.ok);

      const others = (await readFile(config, 'utf8'))
        .split('\n')
        .filter((line) => !/identities|revoked:|expired:/.test(line));
      await writeFile(config, others.map((line) => line.replace(/^ {4}.*$/, '')).join('\n'));
      assert.equal(
        await assay(['run', SUITES, '--config', config, '--tag', 'transport', '--evidence', 'part']),
        EXIT.systemUnderTestFailed,
      );
      const skipped = await endedIn('skip', 'part');
      assert.deepEqual(Object.keys(skipped).sort(), ['TL-03', 'TL-04', 'TL-05', 'TL-06']);
      assert.match(skipped['TL-03'] ?? '', /tls\.identities\.expired/);
      assert.equal(await replayOf('part'), EXIT.ok);
    } finally {
      stop.abort();
      await served;
    }
  });
});

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { readJournal } from '../journal/read-journal.ts';
import type { ExchangeRecord } from '../model/exchange.ts';
import { EXIT } from '../model/exit-code.ts';
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

  const context = (signal: AbortSignal, out: (text: string) => void): Context => ({
    terminal: {
      out,
      err: (text) => {
        err += text;
      },
      live: false,
      columns: 100,
    },
    stdin: () => Readable.from([]),
    env: { XDG_CONFIG_HOME: join(folder, 'home') },
    cwd: folder,
    now: () => new Date(),
    nodeVersion: process.version,
    platform: 'test',
    signal,
  });

  /** Loaded as the program loads its commands. */
  const assay = async (argv: readonly string[], within = context(new AbortController().signal, () => {})) =>
    (await import('./program.ts')).assay(argv, within);

  async function exchangesIn(evidence: string): Promise<readonly ExchangeRecord[]> {
    const [run = ''] = await readdir(join(folder, evidence));
    const { lines } = readJournal(await readFile(join(folder, evidence, run, 'journal.jsonl')));
    return lines.flatMap(({ event }) => (event.type === 'exchange-recorded' ? [event.exchange] : []));
  }

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
    } finally {
      stop.abort();
      await served;
    }
  });
});

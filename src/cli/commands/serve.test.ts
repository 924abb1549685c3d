import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { EXIT } from '../../model/exit-code.ts';

const SUITES = join(process.cwd(), 'suites/uec-booking');

describe('assay serve', () => {
  /** Serves while something is done with it, as the program does. */
  async function served(argv: readonly string[], use: (url: string) => Promise<void>): Promise<string> {
    const stop = new AbortController();
    let err = '';
    const { assay } = await import('../program.ts');
    let ended: Promise<number> | undefined;
    const url = await new Promise<string>((listening, failed) => {
      ended = assay(['serve', SUITES, ...argv], {
        terminal: {
          out: (text) => listening(text.trim()),
          err: (text) => {
            err += text;
          },
          live: false,
          columns: 100,
        },
        stdin: () => Readable.from([]),
        env: {},
        cwd: tmpdir(),
        now: () => new Date(),
        nodeVersion: process.version,
        platform: 'test',
        signal: stop.signal,
      });
      ended.then(() => failed(new Error(err)), failed);
    });
    try {
      await use(url);
    } finally {
      stop.abort();
      assert.equal(await ended, EXIT.ok);
    }
    return err;
  }

  it('runs the reference provider', async () => {
    await served([], async (url) => {
      const response = await fetch(`${url}/metadata`, { headers: { Accept: 'application/fhir+json' } });
      assert.equal(response.status, 200);
    });
  });

  it('runs the simulator that is named', async () => {
    const said = await served(['--simulator', 'sentinel'], async (url) => {
      const headers = { Accept: 'application/fhir+json', 'Ssp-From': '200000000001' };
      const response = await fetch(`${url}/Slot?schedule.actor:healthcareservice=999999996`, { headers });
      assert.equal(response.status, 403);
      assert.equal((await fetch(`${url}/metadata`)).status, 400);
    });
    assert.match(said, /sentinel/);
  });
});

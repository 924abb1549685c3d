import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testContext } from '../../../fixtures/cli/test-context.ts';
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
      ended = assay(
        ['serve', ...argv],
        testContext({
          cwd: tmpdir(),
          signal: stop.signal,
          out: (text) => listening(text.trim()),
          err: (text) => {
            err += text;
          },
        }),
      );
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
    await served([SUITES], async (url) => {
      const response = await fetch(`${url}/metadata`, { headers: { Accept: 'application/fhir+json' } });
      assert.equal(response.status, 200);
    });
  });

  it('runs the simulator that is named', async () => {
    const said = await served([SUITES, '--simulator', 'sentinel'], async (url) => {
      const headers = { Accept: 'application/fhir+json', 'Ssp-From': '200000000001' };
      const response = await fetch(`${url}/Slot?schedule.actor:healthcareservice=999999996`, { headers });
      assert.equal(response.status, 403);
      assert.equal((await fetch(`${url}/metadata`)).status, 400);
    });
    assert.match(said, /sentinel/);
  });

  it('does not run a simulator whose replies are wrong, and says which and where', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-serve-'));
    try {
      for (const part of ['suites', 'fixtures']) {
        await cp(join(process.cwd(), part, 'uec-booking'), join(folder, part, 'uec-booking'), { recursive: true });
      }
      const location = join(folder, 'fixtures/uec-booking/provider/location.json');
      await writeFile(location, (await readFile(location, 'utf8')).replace('"active"', '"open"'));
      const used = served([join(folder, 'suites/uec-booking')], () => assert.fail('It runs'));
      await assert.rejects(used, ({ message }: Error) => {
        assert.match(
          message,
          /provider\.simulator\.yaml:\d+:3: .*BINDING: In the reply to search-slots, at Bundle\.entry\[\d+\]\.resource\.status/,
        );
        return true;
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

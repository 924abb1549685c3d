import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { hostileInput } from '../../fixtures/hostile/hostile-result.ts';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import { EXIT } from '../model/exit-code.ts';
import { compareRuns } from '../report/compare/compare-runs.ts';
import { type CompareOptions, compare } from './commands/compare.ts';
import { run } from './commands/run.ts';
import { comparisonText } from './comparison-text.ts';

const SUITES = join(process.cwd(), 'suites/uec-booking');

describe('assay compare', function () {
  this.timeout(60_000);
  let folder: string;
  let sound: string;
  let faulty: string;
  let out: string;
  let err: string;

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

  async function bundleOf(evidence: string, defect: readonly string[]): Promise<string> {
    const options = { filter: ['BK-14'], tag: [], set: [], package: [], workers: 2, deadline: 2_000 };
    await run(SUITES, { ...options, defect, evidence }, context());
    const names = await readdir(join(folder, evidence));
    return join(evidence, names.find((name) => name.endsWith('.zip')) ?? assert.fail('nothing sealed'));
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-compare-'));
    sound = await bundleOf('sound', []);
    faulty = await bundleOf('faulty', ['no-location']);
  });
  beforeEach(() => {
    [out, err] = ['', ''];
  });
  after(() => rm(folder, { recursive: true }));

  const compared = (before: string, after: string, options: CompareOptions = {}): Promise<number> =>
    compare(before, after, options, context());

  it('ends with 1 when something is worse, and with 0 when nothing is', async () => {
    assert.equal(await compared(sound, faulty, { json: true }), EXIT.systemUnderTestFailed);
    const { cases, worse } = JSON.parse(out);
    assert.equal(worse, true);
    assert.deepEqual(
      cases.map(({ id, before, after }: { id: string; before: string; after: string }) => [id, before, after]),
      [
        ['BK-01', 'pass', 'fail'],
        ['BK-14', 'pass', 'skip'],
      ],
    );
    assert.equal(await compared(faulty, sound), EXIT.ok, err);
    assert.equal(await compared(sound, sound), EXIT.ok, err);
  });

  it('takes a folder of a run as well, and writes a page', async () => {
    assert.equal(
      await compared(sound.replace('.evidence.zip', ''), faulty, { html: 'page.html' }),
      EXIT.systemUnderTestFailed,
    );
    assert.match(await readFile(join(folder, 'page.html'), 'utf8'), /Something is worse/);
    assert.match(out, /BK-01 {2}Passed, now failed/);
  });

  it('refuses a bundle that is not as it was sealed', async () => {
    const bytes = await readFile(join(folder, sound));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(join(folder, 'changed.evidence.zip'), bytes);
    assert.equal(await compared('changed.evidence.zip', faulty), EXIT.evidenceInvalid);
    assert.equal(await compared(sound, 'changed.evidence.zip'), EXIT.evidenceInvalid);
  });

  it('refuses what is not there', async () => {
    assert.equal(await compared('nowhere.evidence.zip', faulty), EXIT.usage);
    assert.match(err, /FILE_NOT_FOUND/);
  });

  it('keeps within 80 columns and lets no text drive the terminal', () => {
    for (const start of [0, 40, 80, 120]) {
      const text = comparisonText(compareRuns(sampleResult(), hostileInput(start).input));
      for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
      assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
    }
  });
});

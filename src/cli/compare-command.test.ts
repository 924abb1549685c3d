import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { hostileInput } from '../../fixtures/hostile/hostile-result.ts';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import { sha256 } from '../model/digest.ts';
import { EXIT } from '../model/exit-code.ts';
import { compareRuns } from '../report/compare/compare-runs.ts';
import { comparisonText } from './comparison-text.ts';

describe('assay compare', function () {
  this.timeout(60_000);
  const desk = Desk.perSuite();
  let sound: string;
  let faulty: string;

  async function bundleOf(evidence: string, ...defects: readonly string[]): Promise<string> {
    await desk.assay('run', SUITES, '--filter=BK-14', '--evidence', evidence, ...defects);
    return desk.bundle(evidence);
  }

  before(async () => {
    sound = await bundleOf('sound');
    faulty = await bundleOf('faulty', '--defect=no-location');
  });

  const compared = (...argv: readonly string[]): Promise<number> => desk.assay('compare', ...argv);

  it('ends with 1 when something is worse, and with 0 when nothing is', async () => {
    assert.equal(await compared(sound, faulty, '--json'), EXIT.systemUnderTestFailed);
    const { cases, worse, before, unlike } = JSON.parse(desk.out);
    assert.ok(before.evidence.endsWith('.evidence.zip') && !before.evidence.includes('/'));
    assert.equal(
      before.resultsDigest,
      sha256(await readFile(desk.path(sound.replace('.evidence.zip', '/results.json')))),
    );
    assert.deepEqual(unlike, []);
    assert.equal(worse, true);
    assert.deepEqual(
      cases.map(({ id, before, after }: { id: string; before: string; after: string }) => [id, before, after]),
      [
        ['BK-01', 'pass', 'fail'],
        ['BK-14', 'pass', 'skip'],
      ],
    );
    assert.equal(await compared(faulty, sound), EXIT.ok, desk.err);
    assert.equal(await compared(sound, sound), EXIT.ok, desk.err);
  });

  it('takes a folder of a run as well, and writes a page', async () => {
    assert.equal(
      await compared(sound.replace('.evidence.zip', ''), faulty, '--html', 'page.html'),
      EXIT.systemUnderTestFailed,
    );
    assert.match(await desk.read('page.html'), /Something is worse/);
    assert.match(desk.out, /results\.json:\n +[0-9a-f]{64}\n/);
    assert.match(desk.out, /BK-01 {2}Passed, now failed/);
  });

  it('refuses a bundle that is not as it was sealed', async () => {
    const bytes = await readFile(desk.path(sound));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await desk.write('changed.evidence.zip', bytes);
    assert.equal(await compared('changed.evidence.zip', faulty), EXIT.evidenceInvalid);
    assert.equal(await compared(sound, 'changed.evidence.zip'), EXIT.evidenceInvalid);
  });

  it('refuses what is not there', async () => {
    assert.equal(await compared('nowhere.evidence.zip', faulty), EXIT.usage);
    assert.match(desk.err, /FILE_NOT_FOUND/);
  });

  it('keeps within 80 columns and lets no text drive the terminal', () => {
    for (const start of [0, 40, 80, 120]) {
      const text = comparisonText(compareRuns(sampleResult(), hostileInput(start).input));
      for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
      assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
    }
  });
});

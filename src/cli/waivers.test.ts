import assert from 'node:assert/strict';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { EXIT } from '../model/exit-code.ts';

const waiverOf = (subject: string, expires = '2999-12-31'): string =>
  `waivers:\n  - { ${subject}, owner: Head of integration, reason: "<b>late</b>", mitigation: by telephone, expires: ${expires} }\n`;

describe('assay run --waivers', function () {
  this.timeout(60_000);
  const desk = Desk.perTest();

  const run = (...argv: readonly string[]): Promise<number> => desk.assay('run', SUITES, '--filter=BK-01', ...argv);

  it('leaves a failure a failure, shows what was waived, and is planned again by a replay', async () => {
    await desk.write('known.yaml', waiverOf('case: BK-01'));
    assert.equal(await run('--waivers=known.yaml', '--defect=no-location'), EXIT.systemUnderTestFailed);
    const result = await desk.result();
    assert.deepEqual(
      result.waivers?.map(({ of, id, state }) => [of, id, state]),
      [['case', 'BK-01', 'in-force']],
    );
    assert.equal(result.cases.find(({ id }) => id === 'BK-01')?.verdict, 'fail');
    const html = (await desk.sealed('report.html')).toString();
    assert.match(html, /<h2 id="waivers">/);
    assert.doesNotMatch(html, /<b>late/);
    assert.equal(await desk.assay('replay', await desk.bundle()), EXIT.ok, desk.out);
  });

  it('names a waiver that was not needed, without another exit code', async () => {
    await desk.write('known.yaml', waiverOf('case: BK-01'));
    await desk.configure('waivers: known.yaml\n');
    assert.equal(await run(), EXIT.ok);
    assert.match(desk.err, /error WAIVER_UNUSED/);
    assert.ok((await desk.result()).notForSubmission.some((why) => why.includes('BK-01')));
  });

  for (const [what, text, place] of [
    ['has expired', waiverOf('case: BK-01', '2020-01-01'), 'known.yaml:2:5: error WAIVER_EXPIRED'],
    ['is of no case', waiverOf('case: BK-999'), 'known.yaml:2:13: error UNKNOWN_CASE'],
    ['is of no requirement', waiverOf('requirement: P999'), 'known.yaml:2:20: error UNKNOWN_REQUIREMENT'],
  ] as const) {
    it(`runs nothing when a waiver ${what}, and says where it stands`, async () => {
      await desk.write('known.yaml', text);
      assert.equal(await run('--waivers=known.yaml'), EXIT.usage);
      assert.ok(desk.err.includes(place), desk.err);
      await assert.rejects(desk.list('evidence'));
    });
  }

  it('runs nothing when there is no such file', async () => {
    assert.equal(await run('--waivers=nowhere.yaml'), EXIT.usage);
    assert.match(desk.err, /error FILE_NOT_FOUND/);
  });
});

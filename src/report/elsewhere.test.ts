import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { realRun } from '../../fixtures/bundles/real-run.ts';
import { sealedBundle } from '../../fixtures/bundles/sealed-bundle.ts';
import type { Rendered } from '../../fixtures/elsewhere/rendering.ts';
import { makeHolder } from '../../fixtures/keys/signers.ts';
import { readCertificate } from '../evidence/format/certificate.ts';
import { sha256 } from '../model/digest.ts';
import { REPORT_FORMATS } from './report-formats.ts';

/** Behind and ahead of UTC, by half hours too, where the date is another; with other signs in numbers, and another i. */
const MACHINES = [
  { TZ: 'UTC', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' },
  { TZ: 'Asia/Kolkata', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
  { TZ: 'America/St_Johns', LC_ALL: 'ar_EG.UTF-8', LANG: 'ar_EG.UTF-8' },
  { TZ: 'Pacific/Kiritimati', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' },
] as const;

describe('elsewhere', function () {
  this.timeout(180_000);
  let made: readonly Rendered[];
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-elsewhere-'));
    const { signer, certificate } = await makeHolder();
    const { files } = await realRun({ filter: ['BK-01'], signer: readCertificate(certificate) ?? assert.fail() });
    const bundle = join(folder, 'run.evidence.zip');
    await writeFile(bundle, await sealedBundle({ files, signer, sealedAt: new Date() }));
    const rendered: Rendered[] = [];
    for (const machine of MACHINES) {
      const argv = ['--import=tsx', 'fixtures/elsewhere/rendering.ts', bundle];
      const { stdout } = await promisify(execFile)(process.execPath, argv, { env: { ...process.env, ...machine } });
      rendered.push(JSON.parse(stdout));
    }
    made = rendered;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const { fileName } of REPORT_FORMATS) {
    it(`${fileName} has the same bytes in every time zone and language`, () => {
      const golden = sha256(readFileSync(`fixtures/golden/${fileName}`));
      assert.deepEqual(
        made.map(({ reports }) => reports[fileName]),
        MACHINES.map(() => golden),
      );
    });
  }

  it('a replay comes to the same', () => {
    assert.deepEqual(new Set(made.map(({ replay }) => replay.outcome)), new Set(['accepted']));
    assert.equal(new Set(made.map(({ replay }) => replay.digest)).size, 1);
  });

  it('is another place each time: a report that went by the zone or the language of the machine would differ', () => {
    assert.equal(new Set(made.map(({ local }) => local)).size, MACHINES.length);
  });
});

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { opened } from '../../fixtures/bundles/tampering.ts';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { EXIT } from '../model/exit-code.ts';

describe('redaction: of a configuration', function () {
  this.timeout(120_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-redaction-'));
    for (const name of ['suites', 'fixtures']) await symlink(resolve(name), join(folder, name));
    await writeFile(join(folder, 'assay.config.yaml'), 'redaction: ours.yaml\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function assay(...argv: readonly string[]) {
    let err = '';
    const env = { XDG_CONFIG_HOME: join(folder, 'home') };
    const exit = await (await import('./program.ts')).assay(
      argv,
      testContext({
        cwd: folder,
        env,
        err: (text) => {
          err += text;
        },
      }),
    );
    return { exit, err };
  }

  it('adds to what is redacted; the policy is sealed and replayed with the run', async () => {
    await writeFile(join(folder, 'ours.yaml'), 'headers: { Date: identifier }\n');
    const { exit, err } = await assay('run', '--filter', 'SS-01', '--workers', '1');
    assert.equal(exit, EXIT.ok, err);
    const runs = await readdir(join(folder, 'evidence'));
    const bundle = join(folder, 'evidence', runs.find((name) => name.endsWith('.zip')) ?? '');
    const { files } = opened(await readFile(bundle));
    const responses = [...files].filter(([path]) => path.endsWith('.res.http'));
    assert.ok(responses.length > 0);
    for (const [path, bytes] of responses)
      assert.match(Buffer.from(bytes).toString(), /\r\nDate: redacted-\w{8}\r\n/, path);
    assert.equal(
      Buffer.from(files.get('data/suite/redaction.yaml') ?? []).toString(),
      'headers: { Date: identifier }\n',
    );
    assert.ok(files.has('data/suite/suites/uec-booking/redaction.yaml'));
    const plan = JSON.parse(Buffer.from(files.get('data/plan.json') ?? []).toString());
    assert.deepEqual(plan.redaction.headers, { Date: 'identifier' });
    assert.match(Buffer.from(files.get('data/report.html') ?? []).toString(), /Redacted beside what always is/);
    const trust = join(folder, 'home/assay/signer.crt');
    const verified = await assay('verify', bundle, '--trust', trust, '--replay');
    assert.equal(verified.exit, EXIT.ok, verified.err);
  });

  it('is refused before anything is sent when it would take something away, or cannot be read', async () => {
    await writeFile(join(folder, 'ours.yaml'), 'members:\n  birthDate: identifier\n');
    const refused = await assay('run', '--filter', 'SS-01');
    assert.equal(refused.exit, EXIT.usage);
    assert.match(refused.err, /^ours\.yaml:2:14: error REDACTION_CONFLICT/);
    await rm(join(folder, 'ours.yaml'));
    const unread = await assay('run', '--filter', 'SS-01');
    assert.equal(unread.exit, EXIT.usage);
    assert.match(unread.err, /FILE_NOT_FOUND/);
  });
});

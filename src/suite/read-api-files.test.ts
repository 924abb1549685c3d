import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readApiFiles } from './read-api-files.ts';

describe('readApiFiles', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'assay-files-'));
    await mkdir(join(root, 'suites/a/provider'), { recursive: true });
    await writeFile(join(root, 'suites/a/api.yaml'), 'api: a');
    await writeFile(join(root, 'suites/a/provider/one.suite.yaml'), 'suite: a');
  });

  afterEach(() => rm(root, { recursive: true }));

  it('reads the folders of one interface, by paths with forward slashes', async () => {
    await mkdir(join(root, 'fixtures/b'), { recursive: true });
    await writeFile(join(root, 'fixtures/b/other.json'), '{}');
    const { files, diagnostics } = await readApiFiles(root, 'a');
    assert.deepEqual([...files.keys()], ['suites/a/api.yaml', 'suites/a/provider/one.suite.yaml']);
    assert.equal(Buffer.from(files.get('suites/a/api.yaml') ?? []).toString(), 'api: a');
    assert.deepEqual(diagnostics, []);
  });

  it('refuses links to files and folders', async () => {
    await symlink('/etc/hostname', join(root, 'suites/a/link.suite.yaml'));
    await symlink('/etc', join(root, 'suites/a/more'));
    const { files, diagnostics } = await readApiFiles(root, 'a');
    assert.equal(files.size, 2);
    assert.deepEqual(
      diagnostics.map(({ code, location }) => [code, location?.source?.file]),
      [
        ['PATH_OUTSIDE_ROOT', 'suites/a/link.suite.yaml'],
        ['PATH_OUTSIDE_ROOT', 'suites/a/more'],
      ],
    );
  });

  it('finds nothing where there is nothing', async () => {
    assert.deepEqual(await readApiFiles(root, 'absent'), { files: new Map(), diagnostics: [] });
  });

  it('does not leave the root for a name that leads out of it', async () => {
    const { files, diagnostics } = await readApiFiles(join(root, 'suites'), '../../suites/a');
    assert.equal(files.size, 0);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['PATH_OUTSIDE_ROOT'],
    );
  });
});

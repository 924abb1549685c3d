import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeNew, writeWhole } from './whole-file.ts';

describe('a file that is written whole or not at all', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-whole-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  for (const name of ['writeWhole', 'writeNew'] as const) {
    it(`leaves nothing when the disk is full: ${name}`, async () => {
      const code = `import('./src/cli/whole-file.ts').then((whole) => whole.${name}(${JSON.stringify(join(folder, 'file'))}, 'text'))`;
      const full = ['-c', 'ulimit -f 0; exec "$0" --import=tsx -e "$1"', process.execPath, code];
      const { status, stderr } = spawnSync('bash', full, { encoding: 'utf8' });
      assert.equal(status, 1);
      assert.match(stderr, /EFBIG/);
      assert.deepEqual(await readdir(folder), []);
    });
  }

  it('holds its parts one after the other, those of a mebibyte and more among them', async () => {
    const path = join(folder, 'file');
    const sizes = [0, 1, 600_000, 600_000, 1 << 20, 5, (1 << 20) + 1, 3];
    const parts = sizes.map((size, place) => Buffer.alloc(size, place));
    writeWhole(path, parts);
    assert.ok(Buffer.concat(parts).equals(await readFile(path)));
  });

  it('leaves nothing when the disk is full after the first of its parts', async () => {
    const code = `import('./src/cli/whole-file.ts').then((whole) => whole.writeWhole(${JSON.stringify(join(folder, 'file'))}, [Buffer.alloc(900_000), Buffer.alloc(900_000)]))`;
    const full = ['-c', 'ulimit -f 1536; exec "$0" --import=tsx -e "$1"', process.execPath, code];
    const { status, stderr } = spawnSync('bash', full, { encoding: 'utf8' });
    assert.deepEqual([status, /EFBIG/.test(stderr)], [1, true]);
    assert.deepEqual(await readdir(folder), []);
  });

  it('takes the place of another only when it may', async () => {
    const path = join(folder, 'file');
    writeNew(path, 'first');
    assert.throws(() => writeNew(path, 'second'), { code: 'EEXIST' });
    assert.equal(await readFile(path, 'utf8'), 'first');
    writeWhole(path, 'third');
    assert.equal(await readFile(path, 'utf8'), 'third');
    assert.deepEqual(await readdir(folder), ['file']);
  });
});

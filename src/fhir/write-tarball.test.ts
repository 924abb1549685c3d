import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { readTarball } from './tarball.ts';
import { writeTarball } from './write-tarball.ts';

const files = new Map([
  ['profiles/a.json', Buffer.from('{}')],
  [`profiles/${'long/'.repeat(40)}b.json`, Buffer.alloc(1_000, 'b')],
  ['empty.json', Buffer.alloc(0)],
  ['with space and \u00e9.json', Buffer.from('x')],
]);

describe('writeTarball', () => {
  it('writes what readTarball reads', () => {
    const { files: read, diagnostics } = readTarball('test', writeTarball(files));
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(new Map([...read].sort()), new Map([...files].sort()));
  });

  it('writes what tar reads', () => {
    const listed = execFileSync('tar', ['-tzf', '-'], { input: writeTarball(files), env: { LC_ALL: 'C.UTF-8' } });
    assert.deepEqual(listed.toString().trim().split('\n').length, files.size);
    const content = execFileSync('tar', ['-xzOf', '-', 'profiles/a.json'], { input: writeTarball(files) });
    assert.equal(content.toString(), '{}');
  });

  it('gives the same bytes for the same files, in whatever order', () => {
    assert.deepEqual(writeTarball(new Map([...files].reverse())), writeTarball(files));
  });

  it('keeps paths of every length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_200 }), (length) => {
        const path = 'p'.repeat(length);
        assert.deepEqual(
          [...readTarball('test', writeTarball(new Map([[path, Buffer.from('1')]]))).files.keys()],
          [path],
        );
      }),
    );
  });
});

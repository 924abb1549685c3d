import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { fromBuffer } from 'yauzl';
import type { FileSet } from '../../model/digest.ts';
import { packZip, unpackZip } from './zip.ts';

const files: FileSet = new Map([
  ['b/two.txt', Buffer.from('two')],
  ['b.txt', Buffer.from('one')],
  ['A', Buffer.alloc(0)],
  ['b/three.bin', Buffer.from([0, 255, 13, 10])],
]);

const namesOf = (bytes: Uint8Array) => {
  const read = unpackZip(bytes);
  return 'value' in read ? [...read.value.keys()] : read.findings.map(({ code }) => code);
};

describe('packZip and unpackZip', () => {
  it('give back every file, sorted by the bytes of its name', () => {
    assert.deepEqual(namesOf(packZip(files)), ['A', 'b.txt', 'b/three.bin', 'b/two.txt']);
    const read = unpackZip(packZip(files));
    assert.ok('value' in read);
    for (const [path, bytes] of files) assert.deepEqual(Buffer.from(read.value.get(path) ?? 'none'), bytes);
  });

  it('give the same bytes whatever the order of the files', () => {
    const reversed = new Map([...files].reverse());
    assert.deepEqual(packZip(reversed), packZip(files));
  });

  it('hold no files at all when given none', () => assert.deepEqual(namesOf(packZip(new Map())), []));

  it('hold any bytes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^f[a-z]{0,7}$/), fc.uint8Array({ maxLength: 200 })), (contents) => {
        const read = unpackZip(packZip(new Map(Object.entries(contents))));
        assert.deepEqual('value' in read && [...read.value].length, Object.keys(contents).length);
      }),
    );
  });

  it('are read alike by another library', async () => {
    assert.deepEqual(await readByYauzl(packZip(files)), new Map([...files].sort()));
  });

  it('are read alike by unzip', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-zip-'));
    try {
      const archive = join(folder, 'a.zip');
      writeFileSync(archive, packZip(files));
      assert.match(execFileSync('unzip', ['-t', archive]).toString(), /No errors detected/);
      assert.deepEqual(execFileSync('unzip', ['-p', archive, 'b/three.bin']), files.get('b/three.bin'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const name of [
    '',
    '/a',
    'a/',
    'a//b',
    '../a',
    'a/./b',
    '.a',
    'a.',
    'a b',
    'é',
    'aux.txt',
    'C:a',
    'a\\b',
    'x'.repeat(201),
  ]) {
    it(`refuse the name ${JSON.stringify(name.slice(0, 20))}`, () => {
      assert.throws(() => packZip(new Map([[name, Buffer.alloc(0)]])), RangeError);
    });
  }

  it('refuse names that differ by case alone', () => {
    assert.throws(
      () =>
        packZip(
          new Map([
            ['a', Buffer.alloc(0)],
            ['A', Buffer.alloc(0)],
          ]),
        ),
      RangeError,
    );
  });

  it('refuse more entries than the format counts', () => {
    const many = Array.from({ length: 65_535 }, (_, index) => [`f${index}`, new Uint8Array()] as const);
    assert.throws(() => packZip(new Map(many)), RangeError);
    assert.equal(namesOf(packZip(new Map(many.slice(1)))).length, 65_534);
  });
});

function readByYauzl(archive: Uint8Array): Promise<FileSet> {
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(archive), { lazyEntries: true, strictFileNames: true }, (error, zip) => {
      if (error) return reject(error);
      const read = new Map<string, Uint8Array>();
      zip.on('end', () => resolve(read));
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            read.set(entry.fileName, Buffer.concat(chunks));
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
}

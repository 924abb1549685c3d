import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { zipTexts } from './zip-text.ts';

const workbook = readFileSync(new URL('../../fixtures/golden/scal.xlsx', import.meta.url));

describe('zipTexts', () => {
  it('reads every part of a workbook', () => {
    const parts = zipTexts(workbook).map((part) => Buffer.from(part).toString());
    assert.ok(parts.length > 8);
    assert.ok(parts.every((part) => part.startsWith('<?xml')));
  });

  it('says nothing of what is no archive, and bears one that is cut off or broken', () => {
    assert.deepEqual(zipTexts(Buffer.from('{}')), []);
    assert.deepEqual(zipTexts(workbook.subarray(0, 2_000)), []);
    const broken = Buffer.from(workbook);
    broken.fill(0xff, 60, 120);
    assert.ok(zipTexts(broken).length < zipTexts(workbook).length);
    assert.doesNotThrow(() =>
      zipTexts(Buffer.concat([workbook.subarray(0, 40), Buffer.from('PK\u0001\u0002', 'latin1')])),
    );
  });
});

describe('an archive that means no good', () => {
  const bomb = deflateRawSync(Buffer.alloc(300_000_000));
  const [small, broken] = [deflateRawSync(Buffer.from('small')), Buffer.alloc(9, 0xff)];
  const texts = (...parts: readonly Buffer[]): readonly string[] =>
    zipTexts(archiveOf(parts)).map((part) => Buffer.from(part).toString());

  it('is not inflated without end: what is too large leaves nothing for what follows', () => {
    assert.deepEqual(texts(small, bomb), ['small']);
    assert.deepEqual(texts(bomb, small), []);
  });

  it('is read beyond a part that is broken', () => {
    assert.deepEqual(texts(small, broken, small), ['small', 'small']);
  });
});

/** An archive of deflated parts, with of each record what is asked for. */
function archiveOf(parts: readonly Buffer[]): Buffer {
  const [bodies, records]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const part of parts) {
    const [header, record] = [Buffer.alloc(30), Buffer.alloc(46)];
    header.write('PK\u0003\u0004', 'latin1');
    record.write('PK\u0001\u0002', 'latin1');
    record.writeUInt16LE(8, 10);
    record.writeUInt32LE(part.length, 20);
    record.writeUInt32LE(offset, 42);
    offset += header.length + part.length;
    bodies.push(header, part);
    records.push(record);
  }
  return Buffer.concat([...bodies, ...records]);
}

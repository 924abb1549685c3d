import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { zipEntries } from './zip-entries.ts';

const workbook = readFileSync(new URL('../../fixtures/golden/scal.xlsx', import.meta.url));
const RECORD = Buffer.from('PK\u0001\u0002', 'latin1');

describe('zipEntries', () => {
  it('reads every entry of a workbook', () => {
    const entries = zipEntries(workbook);
    assert.ok(entries.some(({ name }) => name === 'xl/workbook.xml'));
    assert.ok(entries.length > 8);
    assert.ok(entries.every(({ data }) => data.toString().startsWith('<?xml')));
  });

  it('reads what is deflated and what is stored', () => {
    const [long, short] = [Buffer.alloc(10_000, 'a'), Buffer.from('b')];
    const archive = zipSync({ 'long.txt': [long, { level: 6 }], 'of/short.txt': [short, { level: 0 }] });
    assert.ok(archive.length < 1_000 && Buffer.from(archive).includes('b'));
    assert.deepEqual(zipEntries(archive), [
      { name: 'long.txt', data: long },
      { name: 'of/short.txt', data: short },
    ]);
  });

  it('says nothing of what is no archive, and bears one that is cut off or broken', () => {
    assert.deepEqual(zipEntries(Buffer.from('{}')), []);
    assert.deepEqual(zipEntries(workbook.subarray(0, 2_000)), []);
    const broken = Buffer.from(workbook);
    broken.fill(0xff, 60, 120);
    assert.ok(zipEntries(broken).length < zipEntries(workbook).length);
    assert.doesNotThrow(() => zipEntries(Buffer.concat([workbook.subarray(0, 40), RECORD])));
  });

  it('takes no bytes for a record that leads to no entry', () => {
    const archive = zipSync({ a: [Buffer.concat([RECORD, Buffer.alloc(52)]), { level: 0 }] });
    assert.deepEqual(
      zipEntries(archive).map(({ name }) => name),
      ['a'],
    );
  });
});

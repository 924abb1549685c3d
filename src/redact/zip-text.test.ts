import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { findLeaks } from './leak-scan.ts';
import { zipTexts } from './zip-text.ts';

const workbook = readFileSync(new URL('../../fixtures/golden/scal.xlsx', import.meta.url));
const leaks = (text: string) =>
  findLeaks(new Map([['scal.xlsx', workbook]]), new Map([[text, { kind: 'secret' as const }]])).map(({ code }) => code);

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

describe('findLeaks in a workbook', () => {
  it('finds a value that stands in a cell, and nothing where it does not', () => {
    assert.ok(!workbook.includes('Reception checks each booking'), 'the bytes alone do not show it');
    assert.deepEqual(leaks('Reception checks each booking'), ['LEAK']);
    assert.deepEqual(leaks('Reception cheques each booking'), []);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { findLeaks } from './leak-scan.ts';

const golden = (name: string): Buffer => readFileSync(new URL(`../../fixtures/golden/${name}`, import.meta.url));

/** The files in which the original is found. */
function leaking(original: string, files: Readonly<Record<string, Uint8Array>>): readonly (string | undefined)[] {
  const found = findLeaks(new Map(Object.entries(files)), new Map([[original, { kind: 'secret' as const }]]));
  return found.map(({ message }) => message.split(' ')[0]);
}

describe('findLeaks in a workbook', () => {
  it('finds a value that stands in a cell, and nothing where it does not', () => {
    const workbook = golden('scal.xlsx');
    assert.ok(!workbook.includes('Reception checks each booking'), 'the bytes alone do not show it');
    assert.deepEqual(leaking('Reception checks each booking', { workbook }), ['workbook']);
    assert.deepEqual(leaking('Reception cheques each booking', { workbook }), []);
  });
});

describe('findLeaks in a PDF file', () => {
  const report = golden('report.pdf');
  const withObject = (id: number, rest: string): Buffer =>
    Buffer.concat([report, Buffer.from(`${id} 0 obj\n${rest}\nendobj\n`)]);
  const withStream = (text: string): Buffer =>
    withObject(9000, `<</Length ${text.length}>>\nstream\n${text}\nendstream`);

  it('finds a value that is shown on a page, and nothing where it is not', () => {
    assert.ok(!report.includes('Also looked at, and met'), 'the bytes alone do not show it');
    assert.deepEqual(leaking('Also looked at, and met', { report }), ['report']);
    assert.deepEqual(leaking('Also looked at, and set', { report }), []);
  });

  it('finds what stands outside of streams, and in streams that are not deflated, whatever way it is written', () => {
    for (const written of ['Settled-by-8419', '\\u0053ettled-by-8419', '&#83;ettled-by-8419', '%53ettled-by-8419']) {
      for (const pdf of [withObject(9000, `<</Note (${written})>>`), withStream(written)]) {
        assert.deepEqual(leaking('Settled-by-8419', { pdf }), ['pdf'], written);
        assert.deepEqual(leaking('Settled-by-8420', { pdf }), [], written);
      }
    }
  });

  it('reads both of two objects of one number', () => {
    const pdf = Buffer.concat([withStream('\\u0053ettled-by-8419'), withStream('-').subarray(report.length)]);
    assert.deepEqual(leaking('Settled-by-8419', { pdf }), ['pdf']);
  });

  it('reads what is attached in the file itself where that lies beside', () => {
    const attached = '"\\u0053ettled-by-8419"';
    const pdf = withStream(attached);
    assert.deepEqual(leaking('Settled-by-8419', { pdf, beside: Buffer.from(attached) }), ['beside']);
    assert.deepEqual(leaking('Settled-by-8419', { pdf, beside: Buffer.from('-'.repeat(attached.length)) }), ['pdf']);
  });
});

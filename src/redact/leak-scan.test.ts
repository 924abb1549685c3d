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

  it('reads what is attached in the file itself where that lies beside, and not for another of its length', () => {
    const results = golden('results.json');
    const other = Buffer.alloc(results.length);
    assert.deepEqual(leaking('"api":', { report, results, other }), ['results']);
    assert.deepEqual(leaking('"api":', { report, other, results }), ['results']);
    assert.deepEqual(leaking('"api":', { report, other }), ['report']);
  });

  it('reads what other programs write, as far as it is not deflated', () => {
    for (const written of ['&#83;ettled-by-8419', '\\u0053ettled-by-8419']) {
      for (const [what, text] of Object.entries({
        'line ends of two characters': `1 0 obj\r\n<</Note (${written})>>\r\nendobj\r\n`,
        'no object': written,
        'an object without a stream': `1 0 obj\n<</Note (${written})>>\nendobj\n`,
        'a length that stands elsewhere': `1 0 obj\n<</Length 5 0 R>>\nstream\n${written}\nendstream\nendobj\n`,
      })) {
        assert.deepEqual(leaking('Settled-by-8419', { pdf: Buffer.from(`%PDF-1.7\n${text}`) }), ['pdf'], what);
      }
    }
  });
});

describe('findLeaks in a form', () => {
  it('finds what has spaces written as plus signs, and its letters by number', () => {
    const form = Buffer.from('place=Settled+b%79+8419&sum=1%2B1+2');
    assert.deepEqual(leaking('Settled by 8419', { form }), ['form']);
    assert.deepEqual(leaking('=1+1 2', { form }), ['form']);
    assert.deepEqual(leaking('1 1 2', { form }), []);
  });
});

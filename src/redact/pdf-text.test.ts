import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { findLeaks } from './leak-scan.ts';
import { pdfTexts } from './pdf-text.ts';

const report = readFileSync(new URL('../../fixtures/golden/report.pdf', import.meta.url));
const original = (text: string) => new Map([[text, { kind: 'secret' as const }]]);
const leaks = (text: string, bytes: Uint8Array = report) =>
  findLeaks(new Map([['report.pdf', bytes]]), original(text)).map(({ code }) => code);

describe('pdfTexts', () => {
  it('reads the text of the pages, over the lines of a paragraph', () => {
    const text = pdfTexts(report).at(-1)?.toString() ?? '';
    assert.ok(
      text.includes('Bookwell Scheduling 4.2.1: Care Connect appointment booking for urgent and emergency care'),
    );
    assert.ok(text.includes('Page 1 of'));
  });

  it('reads the attached result', () => {
    assert.ok(pdfTexts(report).some((stream) => stream.subarray(0, 10).toString().startsWith('{"api":')));
  });

  it('says nothing of what is no PDF file, and bears one that is cut off or broken', () => {
    assert.deepEqual(pdfTexts(Buffer.from('{}')), []);
    assert.doesNotThrow(() => pdfTexts(report.subarray(0, 20_000)));
    assert.doesNotThrow(() =>
      pdfTexts(Buffer.from('%PDF-1.7\n1 0 obj\n<< /Length 9 /Filter /FlateDecode >>\nstream\nabc')),
    );
  });
});

describe('findLeaks in a PDF file', () => {
  it('finds a value that is shown on a page, and nothing where it is not', () => {
    assert.ok(!report.includes('Also looked at, and met'), 'the bytes alone do not show it');
    assert.deepEqual(leaks('Also looked at, and met'), ['LEAK']);
    assert.deepEqual(leaks('Also looked at, and set'), []);
  });
});

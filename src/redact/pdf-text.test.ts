import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { pdfTexts } from './pdf-text.ts';

const report = readFileSync(new URL('../../fixtures/golden/report.pdf', import.meta.url));

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

describe('a PDF file that means no good', () => {
  const pdf = (...parts: readonly (string | Buffer)[]): Buffer =>
    Buffer.concat(['%PDF-1.7\n', ...parts].map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  const object = (id: number, entries: string, stream: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`${id} 0 obj\n<<${entries} /Length ${stream.length}>>\nstream\n`),
      stream,
      Buffer.from('\nendstream\nendobj\n'),
    ]);

  it('is gone through once', () => {
    for (const part of ['1 0 obj\n<<', '<0000> <0000> [', '<0000> <0000> [<0>]', '1']) {
      const file = pdf(object(1, '', Buffer.from(part.repeat(300_000))), part.repeat(300_000));
      assert.ok(pdfTexts(file).length > 0);
    }
    const refers = pdf(
      '1 0 obj\n<<',
      '/F1 2 0 R '.repeat(20_000),
      '>>\nendobj\n2 0 obj\n<</ToUnicode 3 0 R>>\nendobj\n',
    );
    const map = object(3, '', Buffer.from('<0000> <0001> [<0041>]\n'.repeat(20_000)));
    assert.ok(pdfTexts(Buffer.concat([refers, map])).length > 0);
    const halves = object(3, '', Buffer.from('<0000> <0001> [<0> <00> <004100>]'));
    assert.doesNotThrow(() => pdfTexts(Buffer.concat([refers, halves])));
  });

  it('is not inflated without end, nor shown at any length', () => {
    const bomb = pdf(object(1, '/FlateDecode', deflateSync(Buffer.alloc(140_000_000))));
    assert.deepEqual(
      pdfTexts(bomb).map(({ length }) => length < 1_000_000),
      [true, true],
    );
    const long = Buffer.from(`<0000> <0000> [<${'0041'.repeat(100_000)}>]`);
    const font = pdf('1 0 obj\n<</F1 2 0 R>>\nendobj\n2 0 obj\n<</ToUnicode 3 0 R>>\nendobj\n', object(3, '', long));
    const shown = pdfTexts(Buffer.concat([font, object(4, '', Buffer.from(`/F1 9 Tf <${'0000'.repeat(10_000)}>`))]));
    assert.ok((shown.at(-1)?.length ?? 0) < 1_000_000);
    assert.ok(Buffer.from(shown.at(-1) ?? []).includes('AAAA'));
  });
});

import assert from 'node:assert/strict';
import { attachedFindings } from './attached.ts';

describe('attachments that nothing is replaced in', () => {
  const found = (path: string, text: string) =>
    attachedFindings(new Map([[path, Buffer.from(text)]]), (one) => one === '9990000018').map(({ code, severity }) => [
      code,
      severity,
    ]);
  const AS_IT_IS = ['ATTACHMENT_NOT_REDACTED', 'not-checked'];

  it('are named, and NHS numbers in PDF files are warned of', () => {
    assert.deepEqual(found('attachments/1.png', ''), [AS_IT_IS]);
    assert.deepEqual(found('attachments/1.jpg', ''), [AS_IT_IS]);
    assert.deepEqual(found('attachments/1.pdf', '%PDF-1.4 (9990000018)'), [AS_IT_IS]);
    assert.deepEqual(found('attachments/1.pdf', '%PDF-1.4 (999 000 0026)'), [['LEAK', 'warning'], AS_IT_IS]);
  });

  it('are those that people attached, and not their texts', () => {
    assert.deepEqual(found('attachments/1.txt', '9990000026'), []);
    assert.deepEqual(found('report.pdf', '9990000026'), []);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { code, plain, strong } from '../block.ts';
import { type Line, linesOf } from './lines.ts';
import { spelled, spelledText } from './spelling.ts';

const LOOK = { size: 9, leading: 13 };
const text = (lines: readonly Line[]): readonly string[] =>
  lines.map(({ fragments }) => fragments.map((one) => one.text).join(''));

describe('linesOf', () => {
  it('breaks at spaces, which stay at the end of their line', () => {
    assert.deepEqual(text(linesOf([plain('one two '), strong('three')], LOOK, 40)), ['one two ', 'three']);
  });

  it('breaks at line feeds, and has a line for nothing', () => {
    assert.deepEqual(text(linesOf([plain('one\n\ntwo')], LOOK, 400)), ['one', '', 'two']);
    assert.deepEqual(text(linesOf([], LOOK, 400)), ['']);
  });

  it('parts a long word behind its punctuation, and anywhere where it has none', () => {
    assert.deepEqual(text(linesOf([code('https://a.example/Appointment')], LOOK, 90)), [
      'https://a.example/',
      'Appointment',
    ]);
    assert.ok(linesOf([code('x'.repeat(200))], LOOK, 90).length > 5);
  });

  it('keeps what belongs together without a space on one line', () => {
    assert.deepEqual(text(linesOf([plain('as asked for by '), code('P24'), plain('.')], LOOK, 76)), [
      'as asked for by ',
      'P24.',
    ]);
  });

  it('loses nothing and stands within its width, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), fc.integer({ min: 20, max: 300 }), (any, width) => {
        const lines = linesOf([plain(any)], LOOK, width);
        assert.equal(text(lines).join(''), spelledText(any, 'plain').replaceAll('\n', ''));
        for (const line of lines) assert.ok(line.width <= width + 1, `${line.width} in ${width}`);
      }),
    );
  });
});

describe('spelled', () => {
  const restored = (shown: string): string =>
    shown.replace(/\\u\{([0-9A-F]+)\}/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));

  it('spells out what the face lacks, and what changes the look of its neighbour', () => {
    assert.equal(spelledText('Zoë \u4e2d e\u0301 \u202e\t', 'plain'), 'Zoë \\u{4E2D} e\\u{301} \\u{202E}\\u{9}');
    assert.deepEqual(
      spelled('a\u4e2d', 'plain').map(({ escaped }) => escaped),
      [false, true],
    );
  });

  it('can be told from what it stands for, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => assert.equal(restored(spelledText(any, 'code')), any)),
    );
  });
});

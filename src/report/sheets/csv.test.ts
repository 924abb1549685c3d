import assert from 'node:assert/strict';
import { parseCsv } from 'hucre/csv';
import { ALL_HOSTILE } from '../../../fixtures/hostile/texts.ts';
import { csvOf } from './csv.ts';

/** What was meant: the inverse of what csvOf does to a cell. */
const original = (cell: string): string =>
  cell
    .replace(/^'(?='*\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/, '')
    .replace(/\\u\{([0-9A-F]+)\}/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));

const textOf = (rows: readonly (readonly string[])[]): string => Buffer.from(csvOf(rows)).toString('utf8');

const parsed = (text: string) => parseCsv(text, { delimiter: ',' }).map((row) => row.map((cell) => String(cell ?? '')));

describe('csvOf', () => {
  it('is RFC 4180: quoted cells, doubled quotes, CR LF after every row', () => {
    assert.equal(
      textOf([
        ['a', 'say "b"'],
        ['c,d', 'e\nf'],
      ]),
      '"a","say ""b"""\r\n"c,d","e\nf"\r\n',
    );
  });

  it('is UTF-8 without a byte order mark', () => {
    assert.deepEqual([...csvOf([['ë']])], [0x22, 0xc3, 0xab, 0x22, 0x0d, 0x0a]);
  });

  for (const start of ['=', '+', '-', '@', '\t', '\n', '\uff1d', '\uff0b', '\uff0d', '\uff20', ' =', "'="]) {
    it(`makes a cell that begins with ${JSON.stringify(start)} text`, () => {
      assert.equal(textOf([[`${start}1`]]), `"'${start}1"\r\n`);
    });
  }

  it('leaves an apostrophe alone that begins no formula, and a formula that begins no cell', () => {
    assert.equal(textOf([["'a", 'a=1', '1-1']]), '"\'a","a=1","1-1"\r\n');
  });

  it('loses nothing of any hostile text, and lets none of them act', () => {
    const text = textOf(ALL_HOSTILE.map((hostile) => [hostile, 'next']));
    const rows = parsed(text);
    assert.equal(rows.length, ALL_HOSTILE.length);
    for (const [at, [cell = '', next]] of rows.entries()) {
      assert.equal(original(cell), ALL_HOSTILE[at]);
      assert.equal(next, 'next');
      assert.doesNotMatch(cell, /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
    }
    assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\u202e\u200b]|(?![\n\t])\p{Cc}|\p{Cs}/u);
  });
});

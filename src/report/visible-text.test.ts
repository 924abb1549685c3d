import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visibleRuns, visibleText } from './visible-text.ts';

/** What the escapes stand for; the inverse of visibleText. */
const original = (shown: string) =>
  shown.replace(/\\u\{([0-9A-F]+)\}/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));

describe('visibleText', () => {
  it('leaves letters, marks, emoji, line feeds and tabs alone', () => {
    for (const text of ['Zoë Ångström\n\tИван 山田 שלום', 'e\u0301', '😀', '']) assert.equal(visibleText(text), text);
  });

  for (const [name, character] of Object.entries({
    'a null': '\u0000',
    'an escape': '\u001b',
    'a carriage return': '\r',
    'a C1 control': '\u009b',
    'a right-to-left override': '\u202e',
    'a bidi isolate': '\u2066',
    'a zero-width space': '\u200b',
    'a byte order mark': '\ufeff',
    'a no-break space': '\u00a0',
    'a line separator': '\u2028',
    'a soft hyphen': '\u00ad',
    'a Hangul filler': '\u3164',
    'a variation selector': '\ufe0f',
    'a tag character': '\u{e0041}',
    'a private character': '\ue000',
    'a noncharacter': '\uffff',
    'a lone surrogate': '\ud800',
  })) {
    it(`shows ${name}`, () => {
      const code = character.codePointAt(0)?.toString(16).toUpperCase();
      assert.equal(visibleText(`a${character}b`), `a\\u{${code}}b`);
      assert.deepEqual(
        visibleRuns(`a${character}b`).map(({ escaped }) => escaped),
        [false, true, false],
      );
    });
  }

  it('escapes a backslash that would pass for one of its escapes', () => {
    assert.equal(visibleText('\\u{202E} \\ \\n'), '\\u{5C}u{202E} \\ \\n');
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = visibleText(text);
        assert.equal(original(shown), text);
        assert.doesNotMatch(shown, /[\p{Cf}\p{Cs}]|(?![\n\t])\p{Cc}/u);
      }),
    );
  });
});

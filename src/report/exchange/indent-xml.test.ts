import assert from 'node:assert/strict';
import fc from 'fast-check';
import { xmlLines } from './indent-xml.ts';

const laidOut = (xml: string) => xmlLines(xml).map(({ text }) => text);

describe('xmlLines', () => {
  it('gives each element its line, and keeps a text with its element', () => {
    assert.deepEqual(laidOut(`<?xml version="1.0"?><a x="1>2"><b value='3'/>\n  <c>four</c><d><e/></d></a>`), [
      '<?xml version="1.0"?>',
      '<a x="1>2">',
      "  <b value='3'/>",
      '  <c>four</c>',
      '  <d>',
      '    <e/>',
      '  </d>',
      '</a>',
    ]);
  });

  it('takes comments and character data for what they are', () => {
    assert.deepEqual(laidOut('<a><!-- <b> --><![CDATA[</a>]]></a>'), [
      '<a>',
      '  <!-- <b> -->',
      '  <![CDATA[</a>]]>',
      '</a>',
    ]);
  });

  it('loses nothing but white space, whatever the text', () => {
    const text = fc.string({ unit: fc.constantFrom('<', '>', '/', '"', "'", 'a', ' ', '\n', '!', '-', '?', '=') });
    fc.assert(
      fc.property(text, (xml) => {
        assert.equal(laidOut(xml).join('').replaceAll(/\s/g, ''), xml.replaceAll(/\s/g, ''));
      }),
    );
  });

  it('says where each line begins', () => {
    const xml = '<a>\n<b/></a>';
    for (const { text, at } of xmlLines(xml)) assert.ok(xml.startsWith(text.trim(), at));
  });
});

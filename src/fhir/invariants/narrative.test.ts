import assert from 'node:assert/strict';
import { hasNarrativeContent, isAllowedNarrative } from './narrative.ts';

const div = (content: string, attributes = ''): string =>
  `<div xmlns="http://www.w3.org/1999/xhtml"${attributes}>${content}</div>`;

describe('isAllowedNarrative', () => {
  const allowed: readonly string[] = [
    div('text'),
    div('<p class="a">one</p><br/><b>two</b>'),
    div('<table border="1"><tr><td colspan="2">x</td></tr></table>'),
    div('<a href="https://example.org/?a=1&amp;b=2">x &lt; y &#160; &#xA0;</a>'),
    div('&amp; &lt; &gt; &quot; &apos; &#x1F600;'),
    div('<!-- this & that -->x'),
    div('<!-- a note --><img src="#pic" alt="x"/>'),
    div('x', ' xml:lang=\'en\' lang="en"'),
    `  ${div('x')}\n`,
    '<div xmlns="http://www.w3.org/1999/xhtml"/>',
  ];
  for (const xhtml of allowed) it(`accepts ${xhtml}`, () => assert.equal(isAllowedNarrative(xhtml), true));

  const refused: readonly string[] = [
    '',
    'text',
    '<div>no namespace</div>',
    '<p xmlns="http://www.w3.org/1999/xhtml">x</p>',
    div('<script>x()</script>'),
    div('<p onclick="x()">x</p>'),
    div('<form><input/></form>'),
    div('<iframe src="x"></iframe>'),
    div('<p>x'),
    div('x</p>'),
    div('<p><b>x</p></b>'),
    div('a & b'),
    div('<a href="a&b">x</a>'),
    div('a < b'),
    div('a&nbsp;b'),
    div('<p title="&copy;">x</p>'),
    div('&foo;'),
    div('&#0;'),
    div('&#xD800;'),
    div('&#x110000;'),
    div('a\u0001b'),
    div('<p class=a>x</p>'),
    div('<p class="a" class="b">x</p>'),
    div('<a href="javascript:x()">x</a>'),
    div('</p class="a">'),
    div('<!-- a -- b -->'),
    div('<![CDATA[x]]>'),
    `${div('x')}${div('y')}`,
    `${div('x')}text`,
    `<?xml version="1.0"?>${div('x')}`,
    '<div xmlns="http://www.w3.org/1999/xhtml"/>text',
    '<!DOCTYPE div><div xmlns="http://www.w3.org/1999/xhtml">x</div>',
  ];
  for (const xhtml of refused) it(`refuses ${xhtml}`, () => assert.equal(isAllowedNarrative(xhtml), false));
});

describe('hasNarrativeContent', () => {
  it('is some text or an image', () => {
    assert.equal(hasNarrativeContent(div('<p>x</p>')), true);
    assert.equal(hasNarrativeContent(div('<img src="#a"/>')), true);
    assert.equal(hasNarrativeContent(div('<![CDATA[<x>]]>')), true);
    assert.equal(hasNarrativeContent(div('<![CDATA[ ]]>')), false);
    assert.equal(hasNarrativeContent(div(' <p> \n </p><!-- x -->')), false);
  });
});

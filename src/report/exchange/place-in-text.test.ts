import assert from 'node:assert/strict';
import { offsetsInJson, offsetsInXml } from './place-in-text.ts';

const JSON_TEXT = '{"resourceType":"A","list":[{"x":1},{"x":2,"a/b":{"c":null}}],"last":true}';
const XML_TEXT =
  '<A xmlns="http://hl7.org/fhir"><list><x value="1"/></list><list><x value="2"/></list><contained><B><id value="i"/></B></contained></A>';

describe('offsetsInJson', () => {
  for (const [pointer, at] of [
    ['', '{"resourceType"'],
    ['/resourceType', '"resourceType"'],
    ['/list', '"list"'],
    ['/list/1', '{"x":2'],
    ['/list/1/x', '"x":2'],
    ['/list/1/a~1b/c', '"c"'],
    ['/last', '"last"'],
  ] as const) {
    it(`leads ${pointer === '' ? 'the empty pointer' : pointer} to its member or item`, () =>
      assert.equal(offsetsInJson(JSON_TEXT, [pointer])(pointer), JSON_TEXT.indexOf(at)));
  }

  it('leads what is not there to what is around it', () => {
    const offsetOf = offsetsInJson(JSON_TEXT, ['/list/1/y/0/z', '/none']);
    assert.equal(offsetOf('/list/1/y/0/z'), JSON_TEXT.indexOf('{"x":2'));
    assert.equal(offsetOf('/none'), 0);
  });

  it('leads what is meant exactly nowhere when it is not there', () => {
    const offsetOf = offsetsInJson(JSON_TEXT, ['/none', '/last']);
    assert.equal(offsetOf('/none', true), undefined);
    assert.equal(offsetOf('/last', true), JSON_TEXT.indexOf('"last"'));
  });

  it('comes to an end on what is no JSON', () => {
    for (const text of ['', '}}}', '[[[', '{"a', '{"a":}', ',,:"'])
      assert.ok((offsetsInJson(text, ['/a'])('/a') ?? -1) >= 0);
  });
});

describe('offsetsInXml', () => {
  for (const [pointer, at] of [
    ['', '<A'],
    ['/list', '<list><x value="1"'],
    ['/list/0/x', '<x value="1"'],
    ['/list/1/x', '<x value="2"'],
    ['/contained/0', '<contained>'],
    ['/contained/0/id', '<id'],
    ['/list/1/none', '<list><x value="2"'],
  ] as const) {
    it(`leads ${pointer === '' ? 'the empty pointer' : pointer} to the element that stands for it`, () =>
      assert.equal(offsetsInXml(XML_TEXT, [pointer])(pointer), XML_TEXT.indexOf(at)));
  }
});

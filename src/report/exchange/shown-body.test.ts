import assert from 'node:assert/strict';
import type { Mark } from './marks.ts';
import { type ShownBody, shownBody } from './shown-body.ts';

const at = (pointer: string): Mark => ({ kind: 'fault', place: { part: 'body', pointer }, says: 'Here.' });
const markedLines = ({ lines }: ShownBody) =>
  lines.flatMap((line) => ('text' in line && line.marks.length > 0 ? [line.text.trim()] : []));
const skipped = ({ lines }: ShownBody) => lines.flatMap((line) => ('skipped' in line ? [line.skipped] : []));

describe('a body with marks', () => {
  const long = { list: Array.from({ length: 200 }, (_, index) => ({ index, text: 'x'.repeat(50) })), last: 1 };
  const json = Buffer.from(JSON.stringify(long));

  it('is marked at the line of the element', () => {
    assert.deepEqual(markedLines(shownBody(Buffer.from('{"a":1,"b":[2]}'), 100, [at('/b')])), ['{"a": 1, "b": [2]}']);
    assert.deepEqual(markedLines(shownBody(json, 400, [at('/list/100/index')])), ['"index": 100,']);
    assert.deepEqual(markedLines(shownBody(Buffer.from('<a xmlns="u"><b/><c/></a>'), 400, [at('/c')])), ['<c/>']);
  });

  it('is shown around the mark, and says how much is left out before and after', () => {
    const shown = shownBody(json, 400, [at('/list/100/text')]);
    const [before = 0, after = 0, ...more] = skipped(shown);
    assert.ok(before > 100 && after > 100);
    assert.deepEqual(more, []);
    assert.ok(shown.text.length < 1_000);
    assert.ok(shown.note);
  });

  it('is shown around each of several marks', () => {
    const shown = shownBody(json, 400, [at('/list/10'), at('/last')]);
    assert.equal(markedLines(shown).length, 2);
    assert.equal(skipped(shown).length, 2);
  });

  it('says once what is said of several places, at the last that is there', () => {
    const exactly = (pointer: string): Mark => ({ ...at(pointer), place: { part: 'body', pointer, exactly: true } });
    const { lines } = shownBody(json, 400, [exactly('/list/1'), exactly('/last'), exactly('/none')]);
    const said = lines.flatMap((line) => ('text' in line ? line.marks.map(({ says }) => says) : []));
    assert.deepEqual(said, ['', 'Here.']);
  });

  it('is marked where a position says, when it cannot be read', () => {
    const mark: Mark = { kind: 'fault', place: { part: 'body', position: { line: 2, column: 3 } }, says: 'Here.' };
    assert.deepEqual(markedLines(shownBody(Buffer.from('{"a":\n b}\n'), 100, [mark])), ['b}']);
  });

  it('is not marked for what lies elsewhere in the message', () => {
    const mark: Mark = { kind: 'fault', place: { part: 'start' }, says: 'Above.' };
    assert.deepEqual(markedLines(shownBody(Buffer.from('{"a":1}'), 100, [mark])), []);
  });
});

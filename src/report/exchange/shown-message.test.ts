import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { StoredMessage } from '../../model/exchange.ts';
import { shownBody } from './shown-body.ts';
import { shownRequest, shownResponse } from './shown-message.ts';

const wire: StoredMessage = { file: 'exchanges/0000-01.req.http', sha256: '', wireSizeBytes: 0, form: 'wire' };
const bytes = (text: string) => Buffer.from(text, 'latin1');
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('shownBody', () => {
  it('lays out JSON and says so', () => {
    const { text, note } = shownBody(Buffer.from('{"a":1}'), 100);
    assert.equal(text, '{"a": 1}');
    assert.ok(note);
  });

  it('leaves other text as it is, without a note', () => {
    const { text, note } = shownBody(Buffer.from('{"a": 1,}\n <b>'), 100);
    assert.deepEqual([text, note], ['{"a": 1,}\n <b>', undefined]);
  });

  it('cuts at the limit, but never through a character', () => {
    const { text, note } = shownBody(Buffer.from('aé€😀'), 5);
    assert.equal(text, 'aé');
    assert.match(note ?? '', /\b5 of 10 bytes/);
  });

  it('shows what is not UTF-8 as octets', () => {
    assert.equal(shownBody(Uint8Array.of(0xff, 0x00, 0x41), 100).text, 'ff 00 41');
  });

  it('says that an empty body is empty', () => {
    const { text, note } = shownBody(new Uint8Array(), 100);
    assert.equal(text, '');
    assert.ok(note);
  });
});

describe('shownRequest', () => {
  it('shows start line, headers in order and spelling, and body', () => {
    const { startLine, headers, body } = shownRequest(
      bytes('POST /a?b=c HTTP/1.1\r\nHost: x\r\nX-ODD-case: 1\r\nContent-Length: 2\r\n\r\nhi'),
      wire,
      100,
    );
    assert.equal(startLine, 'POST /a?b=c HTTP/1.1');
    assert.deepEqual(headers, [
      ['Host', 'x'],
      ['X-ODD-case', '1'],
      ['Content-Length', '2'],
    ]);
    assert.equal(body.text, 'hi');
  });

  it('decodes the token of an Authorization header, and cuts the header', () => {
    const token = `${encoded({ alg: 'none' })}.${encoded({ iss: 'a', long: 'x'.repeat(300) })}.`;
    const shown = shownRequest(bytes(`GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`), wire, 100);
    assert.equal(shown.token?.header, '{"alg": "none"}');
    assert.match(shown.token?.claims ?? '', /"iss": "a"/);
    assert.ok((shown.headers[1]?.[1].length ?? 0) < 200);
  });

  it('decodes no token where there is none, or where it is no JSON', () => {
    for (const value of ['Basic YTpi', 'Bearer opaque', 'Bearer e30.bm8ganNvbg.', 'Bearer a.b']) {
      const request = bytes(`GET / HTTP/1.1\r\nHost: x\r\nAuthorization: ${value}\r\n\r\n`);
      assert.equal(shownRequest(request, wire, 100).token, undefined, value);
    }
  });
});

describe('shownResponse', () => {
  it('says that nothing came, as it says that nothing was sent', () => {
    const notes = [shownRequest(bytes(''), wire, 100), shownResponse(bytes(''), wire, 100, 'GET')].map(
      ({ body }) => body.note,
    );
    assert.deepEqual(notes, ['Nothing was sent.', 'Nothing was received.']);
  });

  it('removes chunks and compression from what was on the wire', () => {
    const zipped = gzipSync('{"ok":true}');
    const head = 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n';
    const body = Buffer.concat([bytes(`${zipped.length.toString(16)}\r\n`), zipped, bytes('\r\n0\r\n\r\n')]);
    assert.equal(shownResponse(Buffer.concat([bytes(head), body]), wire, 100, 'GET').body.text, '{"ok": true}');
  });

  it('takes the body of a redacted message as it is kept', () => {
    const stored = bytes('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 99\r\n\r\nplain');
    assert.equal(shownResponse(stored, { ...wire, form: 'decoded' }, 100, 'GET').body.text, 'plain');
  });

  it('shows what is no HTTP as it came, with the reason', () => {
    const { startLine, headers, body } = shownResponse(bytes('SSH-2.0-hello\r\n'), wire, 100, 'GET');
    assert.equal(startLine, '');
    assert.deepEqual(headers, []);
    assert.equal(body.text, 'SSH-2.0-hello\r\n');
    assert.ok(body.note);
  });
});

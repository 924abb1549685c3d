import assert from 'node:assert/strict';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { HttpRequest, HttpResponse } from '../model/exchange.ts';
import { MAX_CONTENT_CODINGS } from './content-coding.ts';
import {
  encodeRequest,
  encodeResponse,
  MAX_INTERIM_RESPONSES,
  type Parsed,
  parseRequest,
  parseResponse,
} from './wire.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const text = (body: Uint8Array): string => Buffer.from(body).toString('latin1');
const response = (head: string, body: Uint8Array | string = ''): Uint8Array =>
  Buffer.concat([bytes(`${head.trim().replaceAll('\n', '\r\n')}\r\n\r\n`), Buffer.from(body)]);

function accepted<T>(parsed: Parsed<T>): T {
  assert.ok('value' in parsed, `refused: ${JSON.stringify(parsed)}`);
  return parsed.value;
}

const codeOf = (parsed: Parsed<unknown>): string => ('problem' in parsed ? parsed.problem.code : 'accepted');
const codeOfResponse = (wire: Uint8Array, method = 'GET'): string => codeOf(parseResponse(wire, method));

describe('parseRequest', () => {
  const wire = response(
    'POST /Appointment?a=b HTTP/1.1\nHost: provider.invalid:8080\nContent-Length: 2\nX-a: 1\nx-A:\t2 ',
    '{}',
  );

  it('keeps method, target, and the order, spelling and repetition of headers', () => {
    const { body, ...rest } = accepted(parseRequest(wire, 'https'));
    assert.deepEqual(rest, {
      method: 'POST',
      url: 'https://provider.invalid:8080/Appointment?a=b',
      headers: [
        ['Host', 'provider.invalid:8080'],
        ['Content-Length', '2'],
        ['X-a', '1'],
        ['x-A', '2'],
      ],
    });
    assert.equal(text(body), '{}');
  });

  it('takes a request without framing to have no body', () => {
    assert.equal(accepted(parseRequest(response('GET / HTTP/1.1\nHost: a'), 'http')).body.length, 0);
    assert.equal(codeOf(parseRequest(response('GET / HTTP/1.1\nHost: a', 'x'), 'http')), 'MALFORMED_HTTP');
  });

  for (const line of ['GET /', 'GET /a b HTTP/1.1', 'G@T / HTTP/1.1', 'GET  HTTP/1.1', 'GET / HTTP/2', '']) {
    it(`refuses the request line ${JSON.stringify(line)}`, () => {
      assert.equal(codeOf(parseRequest(bytes(`${line}\r\nHost: a\r\n\r\n`), 'http')), 'MALFORMED_HTTP');
    });
  }
});

describe('parseResponse', () => {
  it('reads status, reason, headers and a body of announced length', () => {
    const parsed = accepted(
      parseResponse(response('HTTP/1.1 201 Created\nETag: W/"1"\nContent-Length: 3', 'abc'), 'POST'),
    );
    assert.deepEqual(
      { ...parsed, body: text(parsed.body) },
      {
        status: 201,
        reason: 'Created',
        headers: [
          ['ETag', 'W/"1"'],
          ['Content-Length', '3'],
        ],
        body: 'abc',
      },
    );
  });

  it('skips interim responses, up to a number', () => {
    const interim = (count: number) =>
      Buffer.concat([
        bytes('HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'.repeat(count)),
        response('HTTP/1.1 200 OK', 'x'),
      ]);
    assert.equal(accepted(parseResponse(interim(MAX_INTERIM_RESPONSES), 'GET')).status, 200);
    assert.equal(codeOfResponse(interim(MAX_INTERIM_RESPONSES + 1)), 'MALFORMED_HTTP');
  });

  it('reads to the end of the connection when nothing frames the body', () => {
    assert.equal(text(accepted(parseResponse(response('HTTP/1.1 200', 'all of it'), 'GET')).body), 'all of it');
  });

  it('takes no body for HEAD, 204 and 304, whatever the headers say', () => {
    assert.equal(accepted(parseResponse(response('HTTP/1.1 200 OK\nContent-Length: 5'), 'HEAD')).body.length, 0);
    for (const status of [204, 304]) {
      assert.equal(accepted(parseResponse(response(`HTTP/1.1 ${status} X\nContent-Length: 5`), 'GET')).body.length, 0);
      assert.equal(codeOfResponse(response(`HTTP/1.1 ${status} X`, 'body')), 'MALFORMED_HTTP');
    }
  });

  const chunked = (body: string) => response('HTTP/1.1 200 OK\nTransfer-Encoding: Chunked', body);

  it('joins chunks, past extensions and trailer fields', () => {
    const wire = chunked('3;a="b;c"\r\nabc\r\n00A\r\n0123456789\r\n0\r\nExpires: never\r\n\r\n');
    assert.equal(text(accepted(parseResponse(wire, 'GET')).body), 'abc0123456789');
    assert.equal(accepted(parseResponse(chunked('0\r\n\r\n'), 'GET')).body.length, 0);
  });

  for (const [what, body] of Object.entries({
    'no size': '\r\nabc',
    'a size that is no number': 'x\r\nabc\r\n0\r\n\r\n',
    'a negative size': '-3\r\nabc\r\n0\r\n\r\n',
    'a size beyond all limits': 'fffffffffffffff\r\nabc\r\n0\r\n\r\n',
    'a chunk longer than its size': '2\r\nabc\r\n0\r\n\r\n',
    'a chunk cut short': '5\r\nabc',
    'no last chunk': '3\r\nabc\r\n',
    'no end of trailers': '3\r\nabc\r\n0\r\n',
    'a broken trailer': '0\r\nno field\r\n\r\n',
    'bytes after the last chunk': '0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n',
  })) {
    it(`refuses chunks with ${what}`, () => assert.equal(codeOfResponse(chunked(body)), 'MALFORMED_HTTP'));
  }

  for (const [what, head] of Object.entries({
    'two lengths': 'HTTP/1.1 200 OK\nContent-Length: 1\nContent-Length: 1',
    'a length and chunks': 'HTTP/1.1 200 OK\nContent-Length: 1\nTransfer-Encoding: chunked',
    'a length that is no number': 'HTTP/1.1 200 OK\nContent-Length: 0x1',
    'a negative length': 'HTTP/1.1 200 OK\nContent-Length: -1',
    'a body shorter than announced': 'HTTP/1.1 200 OK\nContent-Length: 2',
    'a body longer than announced': 'HTTP/1.1 200 OK\nContent-Length: 0',
    'an unknown transfer coding': 'HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked',
    'no header section': 'HTTP/1.1 200 OK\nno field',
    'a folded header': 'HTTP/1.1 200 OK\nA: b\n c',
    'a space before the colon': 'HTTP/1.1 200 OK\nA : b',
    'a NUL in a header': 'HTTP/1.1 200 OK\nA: b\0c',
    'a nameless header': 'HTTP/1.1 200 OK\n: b',
    'an empty status line': '\nA: b',
    'a status of two digits': 'HTTP/1.1 20 OK',
    'a status that no class holds': 'HTTP/1.1 999 What',
    'a switch of protocols': 'HTTP/1.1 101 Switching Protocols',
    'another version': 'HTTP/2 200 OK',
    'another protocol': 'SSH-2.0-x',
  })) {
    it(`refuses ${what}`, () => assert.equal(codeOfResponse(response(head, 'x')), 'MALFORMED_HTTP'));
  }

  it('refuses bare line feeds, nothing at all, and a head without its end', () => {
    assert.equal(codeOfResponse(bytes('HTTP/1.1 200 OK\nA: b\n\n')), 'MALFORMED_HTTP');
    assert.equal(codeOfResponse(bytes('HTTP/1.1 200 OK\r\nA: b\nC: d\r\n\r\n')), 'MALFORMED_HTTP');
    assert.equal(codeOfResponse(bytes('')), 'MALFORMED_HTTP');
    assert.equal(codeOfResponse(bytes('HTTP/1.1 200 OK\r\nA: b\r\n')), 'MALFORMED_HTTP');
  });
});

describe('content codings', () => {
  const coded = (codings: string, body: Uint8Array) => response(`HTTP/1.1 200 OK\nContent-Encoding: ${codings}`, body);
  const plain = Buffer.from('{"resourceType":"Bundle"}');

  for (const [coding, encode] of Object.entries({
    gzip: gzipSync,
    'X-GZIP': gzipSync,
    deflate: deflateSync,
    br: brotliCompressSync,
    identity: (body: Buffer) => body,
  })) {
    it(`removes ${coding}`, () => {
      assert.deepEqual(accepted(parseResponse(coded(coding, encode(plain)), 'GET')).body, plain);
    });
  }

  it('removes deflate without its wrapper, and several codings in reverse order', () => {
    assert.deepEqual(accepted(parseResponse(coded('deflate', deflateRawSync(plain)), 'GET')).body, plain);
    assert.deepEqual(
      accepted(parseResponse(coded('br, gzip', gzipSync(brotliCompressSync(plain))), 'GET')).body,
      plain,
    );
  });

  it('leaves an empty body alone', () => {
    assert.equal(accepted(parseResponse(coded('gzip', Buffer.alloc(0)), 'GET')).body.length, 0);
  });

  it('refuses codings it does not know, broken data and chains without end', () => {
    assert.equal(codeOfResponse(coded('zstd', plain)), 'UNKNOWN_CONTENT_CODING');
    assert.equal(codeOfResponse(coded('constructor', plain)), 'UNKNOWN_CONTENT_CODING');
    assert.equal(codeOfResponse(coded('gzip', plain)), 'MALFORMED_HTTP');
    assert.equal(codeOfResponse(coded('gzip', gzipSync(plain).subarray(0, 20))), 'MALFORMED_HTTP');
    const chain = (length: number) => coded(Array(length).fill('identity').join(', '), plain);
    assert.equal(codeOfResponse(chain(MAX_CONTENT_CODINGS)), 'accepted');
    assert.equal(codeOfResponse(chain(MAX_CONTENT_CODINGS + 1)), 'TOO_MANY_CONTENT_CODINGS');
    assert.equal(codeOfResponse(chain(200)), 'TOO_MANY_CONTENT_CODINGS');
  });

  it('refuses what grows out of all proportion, in one step or in several', () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 9 });
    assert.equal(codeOfResponse(coded('gzip', bomb)), 'DECODED_TOO_LARGE');
    assert.equal(codeOfResponse(coded('gzip, gzip', gzipSync(bomb, { level: 9 }))), 'DECODED_TOO_LARGE');
    assert.equal(codeOfResponse(coded('br', brotliCompressSync(Buffer.alloc(1024 * 1024 + 1)))), 'DECODED_TOO_LARGE');
    assert.equal(codeOfResponse(coded('br', brotliCompressSync(Buffer.alloc(1024 * 1024)))), 'accepted');
  });
});

const token = fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,12}$/);
const fieldValue = fc.stringMatching(/^([\x21-\x7e\x80-\xff]([\t\x20-\x7e\x80-\xff]{0,20}[\x21-\x7e\x80-\xff])?)?$/);
const headers = fc.array(fc.tuple(token, fieldValue), { maxLength: 6 });
const body = fc.uint8Array({ maxLength: 64 }).map((given) => Buffer.from(given));

describe('the stored form', () => {
  it('gives back the request that was stored, however its headers would frame it', () => {
    const request: fc.Arbitrary<HttpRequest> = fc.record(
      {
        method: fc.constantFrom('GET', 'POST', 'PATCH', 'ODD'),
        url: fc
          .webUrl({ withQueryParameters: true })
          .map((url) => url.replace(/^https?:\/\/[^/?]*\/?/, 'http://a.invalid/')),
        headers: headers.map((fields) => [['Host', 'a.invalid'] as const, ...fields]),
        body,
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(request, (given) => {
        assert.deepEqual(accepted(parseRequest(encodeRequest(given), 'http', 'decoded')), given);
      }),
    );
  });

  it('gives back the response that was stored, however its headers would frame it', () => {
    const given: fc.Arbitrary<HttpResponse> = fc.record(
      {
        status: fc.integer({ min: 200, max: 599 }),
        reason: fieldValue,
        headers,
        body,
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(given, (stored) => {
        assert.deepEqual(accepted(parseResponse(encodeResponse(stored), 'GET', 'decoded')), stored);
      }),
    );
  });

  it('does not decode again', () => {
    const stored = encodeResponse({
      status: 200,
      reason: 'OK',
      headers: [
        ['Content-Encoding', 'gzip'],
        ['Content-Length', '999'],
      ],
      body: bytes('plain'),
    });
    assert.equal(text(accepted(parseResponse(stored, 'GET', 'decoded')).body), 'plain');
    assert.equal(codeOfResponse(stored), 'MALFORMED_HTTP');
  });
});

describe('the parser', () => {
  it('answers every sequence of bytes with a value or a problem', () => {
    const noise = fc.uint8Array({ maxLength: 200 });
    const nearly = fc.tuple(noise, fc.nat(80)).map(([garbage, at]) => {
      const wire = Buffer.from(response('HTTP/1.1 200 OK\nTransfer-Encoding: chunked', '3\r\nabc\r\n0\r\n\r\n'));
      return Buffer.concat([wire.subarray(0, at), garbage.subarray(0, 3), wire.subarray(at)]);
    });
    fc.assert(
      fc.property(fc.oneof(noise, nearly), (wire) => {
        assert.ok(codeOfResponse(wire) !== '' && codeOf(parseRequest(wire, 'http')) !== '');
      }),
    );
  });
});

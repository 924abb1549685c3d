import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ACCEPTED, REFUSED } from '../../../fixtures/fhir-bytes/json-cases.ts';
import { readJson } from './json-reader.ts';
import { MAX_DEPTH } from './refusal.ts';
import { MAX_PAYLOAD_BYTES } from './text.ts';

const read = (text: string) => readJson(Buffer.from(text));
const codes = (bytes: Uint8Array) => readJson(bytes).diagnostics.map(({ code }) => code);

describe('readJson', () => {
  for (const [name, [text, value]] of Object.entries(ACCEPTED)) {
    it(`accepts ${name}`, () => {
      const reading = read(text);
      assert.deepEqual(reading.diagnostics, []);
      assert.deepEqual(reading.value, value);
    });
  }

  for (const [name, [text, code, line, column]] of Object.entries(REFUSED)) {
    it(`refuses ${name}`, () => {
      const { value, diagnostics } = read(text);
      assert.equal(value, undefined);
      assert.deepEqual(
        diagnostics.map((found) => [found.code, found.severity, found.location?.position]),
        [[code, 'error', { line, column }]],
      );
    });
  }

  it('refuses bytes that are no UTF-8, a byte order mark, nothing, and too much', () => {
    assert.deepEqual(codes(Uint8Array.of(0x22, 0xff, 0x22)), ['INVALID_UTF8']);
    assert.deepEqual(codes(Uint8Array.of(0x22, 0xc0, 0x80, 0x22)), ['INVALID_UTF8']);
    assert.deepEqual(codes(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)), ['INVALID_UTF8']);
    assert.deepEqual(codes(Buffer.from('{}', 'utf16le')), ['JSON_SYNTAX']);
    assert.deepEqual(codes(Buffer.from('\ufeff{}')), ['BYTE_ORDER_MARK']);
    assert.deepEqual(codes(new Uint8Array()), ['EMPTY_BODY']);
    assert.deepEqual(codes(Buffer.from(' \r\n')), ['EMPTY_BODY']);
    assert.deepEqual(codes(Buffer.alloc(MAX_PAYLOAD_BYTES, ' ')), ['EMPTY_BODY']);
    assert.deepEqual(codes(Buffer.alloc(MAX_PAYLOAD_BYTES + 1, ' ')), ['BODY_TOO_LARGE']);
  });

  it('says where the bytes are no UTF-8', () => {
    const place = (...parts: readonly (string | number)[]): unknown =>
      readJson(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part)))))
        .diagnostics[0]?.location?.position;
    assert.deepEqual(place('{\n"é\ufffd', 0xe9, '"}'), { line: 2, column: 4 });
    assert.deepEqual(place('"\ufffd\ufffd', 0xef, 0xbf), { line: 1, column: 4 });
    assert.deepEqual(place(0x80), { line: 1, column: 1 });
    assert.deepEqual(place('\ufeff{}'), { line: 1, column: 1 });
  });

  it('nests as deep as allowed and no deeper', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    assert.deepEqual(read(nested(MAX_DEPTH + 1)).diagnostics, []);
    assert.equal(read(nested(MAX_DEPTH + 2)).diagnostics[0]?.code, 'JSON_TOO_DEEP');
  });

  it('keeps members named like those of Object.prototype as plain data', () => {
    const { value } = read('{"__proto__":{"polluted":true},"constructor":1}');
    assert.deepEqual(Object.keys(value as object), ['__proto__', 'constructor']);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  for (const lexeme of ['9007199254740993', '0.12345678901234567890', '3.141592653589793238', '1e-400']) {
    it(`warns that digits of ${lexeme} are lost, and goes on with the nearest double`, () => {
      const { value, diagnostics } = read(`{"a":\n ${lexeme}}`);
      assert.deepEqual(value, { a: Number(lexeme) });
      assert.deepEqual(
        diagnostics.map((found) => [found.code, found.severity, found.location?.position]),
        [['JSON_LOSSY_NUMBER', 'warning', { line: 2, column: 2 }]],
      );
    });
  }

  for (const lexeme of [
    '9007199254740992',
    '1.10',
    '-0.000',
    '100000000000000000000',
    '0.1',
    '1.7976931348623157e308',
  ]) {
    it(`loses nothing of ${lexeme}`, () => assert.deepEqual(read(lexeme).diagnostics, []));
  }

  it('finds the places of members, items and what is absent', () => {
    const { locate } = read('{\n  "a": [1, {"b/c~": "}],:"}],\n  "d": {"e\\n": []},\n  "_a": null\n}');
    assert.deepEqual(locate(''), { line: 1, column: 1 });
    assert.deepEqual(locate('/a'), { line: 2, column: 3 });
    assert.deepEqual(locate('/a/0'), { line: 2, column: 9 });
    assert.deepEqual(locate('/a/1'), { line: 2, column: 12 });
    assert.deepEqual(locate('/a/1/b~1c~0'), { line: 2, column: 13 });
    assert.deepEqual(locate('/d/e\n'), { line: 3, column: 9 });
    assert.deepEqual(locate('/_a'), { line: 4, column: 3 });
    assert.deepEqual(locate('/d/missing/deeper'), locate('/d'));
    assert.equal(locate('no pointer'), undefined);
  });

  it('reads what JSON.stringify writes, every value in its place', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        const { value: again, diagnostics, locate } = read(text);
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(again, JSON.parse(text));
        assert.deepEqual(locate(''), { line: 1, column: 1 });
      }),
    );
  });

  it('agrees with JSON.parse on any text, but for what I-JSON forbids', () => {
    const token = fc.constantFrom(
      ...'{}[]:,"\\ \n',
      '"a"',
      '"b"',
      '1',
      '-',
      '.5',
      'e9',
      'true',
      'null',
      '\\u0041',
      'x',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const text = tokens.join('');
        const { value, diagnostics } = read(text);
        if (diagnostics.some(({ code }) => code !== 'JSON_SYNTAX' && code !== 'EMPTY_BODY')) return;
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expected = undefined;
        }
        assert.deepEqual(value, expected);
      }),
      { numRuns: 2000 },
    );
  });
});

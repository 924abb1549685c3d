import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DeclaredMutation } from './declared.ts';
import { mutationOf } from './mutation.ts';

function convert(value: DeclaredMutation) {
  const found: Diagnostic[] = [];
  const locate = () => ({ file: 'a', line: 1, column: 1 });
  const mutation = mutationOf({ value, pointer: '', locate }, (finding) => found.push(finding));
  return { mutation, codes: found.map(({ code }) => code) };
}

describe('mutationOf', () => {
  it('reads every form', () => {
    const forms: readonly (readonly [DeclaredMutation, unknown])[] = [
      [
        { in: 'body', remove: '/p' },
        { in: 'body', op: 'remove', at: '/p' },
      ],
      [
        { in: 'body', replace: '/p', value: 1 },
        { in: 'body', op: 'replace', at: '/p', value: 1 },
      ],
      [
        { in: 'query', add: 'x', value: ['1'] },
        { in: 'query', op: 'add', at: 'x', value: ['1'] },
      ],
      [
        { in: 'header', remove: 'Accept' },
        { in: 'header', op: 'remove', at: 'Accept' },
      ],
      [
        { in: 'method', value: 'PUT' },
        { in: 'method', op: 'set', value: 'PUT' },
      ],
      [
        { in: 'path', value: '/x' },
        { in: 'path', op: 'set', value: '/x' },
      ],
      [
        { in: 'token', value: 'raw' },
        { in: 'token', op: 'set', value: 'raw' },
      ],
      [
        { in: 'token', clock: '-10m' },
        { in: 'token', op: 'clock', seconds: -600 },
      ],
      [
        { in: 'token', key: 'another' },
        { in: 'token', op: 'sign', by: 'another-key' },
      ],
      [
        { in: 'bytes', truncate: 20 },
        { in: 'bytes', op: 'truncate', keep: 20 },
      ],
      [
        { in: 'bytes', value: 'text' },
        { in: 'bytes', op: 'set', value: 'text' },
      ],
    ];
    for (const [declared, expected] of forms) assert.deepEqual(convert(declared), { mutation: expected, codes: [] });
  });

  it('takes a bare pointer into a token for a claim', () => {
    const at = (remove: string): unknown => convert({ in: 'token', remove }).mutation;
    assert.deepEqual(at('/iss'), { in: 'token', op: 'remove', at: '/claims/iss' });
    assert.deepEqual(at('/claims/iss'), { in: 'token', op: 'remove', at: '/claims/iss' });
    assert.deepEqual(at('/header/alg'), { in: 'token', op: 'remove', at: '/header/alg' });
    assert.deepEqual(at('/exchange/scope'), { in: 'token', op: 'remove', at: '/exchange/scope' });
    assert.deepEqual(at('/signing/pem'), { in: 'token', op: 'remove', at: '/claims/signing/pem' });
  });

  it('refuses a change that its part does not know', () => {
    assert.deepEqual(convert({ in: 'path', remove: '/x' }), { mutation: undefined, codes: ['WRONG_VALUE'] });
    assert.deepEqual(convert({ in: 'body', clock: '1s' }), { mutation: undefined, codes: ['WRONG_VALUE'] });
    assert.deepEqual(convert({ in: 'body', key: 'another' }), { mutation: undefined, codes: ['WRONG_VALUE'] });
    assert.deepEqual(convert({ in: 'body', truncate: 1 }), { mutation: undefined, codes: ['WRONG_VALUE'] });
    assert.deepEqual(convert({ in: 'header', value: 'x' }), { mutation: undefined, codes: ['WRONG_VALUE'] });
  });

  it('reports what would end a header field', () => {
    assert.deepEqual(convert({ in: 'header', add: 'X', value: 'a\r\nY: b' }).codes, ['HEADER_INJECTION']);
    assert.deepEqual(convert({ in: 'header', remove: 'X\n' }).codes, ['HEADER_INJECTION']);
    assert.deepEqual(convert({ in: 'query', add: 'x', value: 'a\nb' }).codes, []);
  });
});

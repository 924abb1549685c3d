import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { fitsAround } from './around.ts';
import { KINDS, STAND_IN, standInOf } from './shapes.ts';

const ORIGINALS = [
  'Zenobia Quillfeather',
  '9434765919',
  '1931-07-14',
  '14/07/1931',
  '1931-07-14T09:30:00+01:00',
  '07911 123456',
  '+442079460000',
  'zq@example.org',
  'LS1 4AP',
  'b2f7c1de-0000-4aaa-8bbb-123456789abc',
  '123456789012',
];
const token = (header: object, claims: object, rest: string): string =>
  `Bearer ${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.${rest}`;

describe('what is around stand-ins', () => {
  it('knows stand-ins of every kind but those of coded data, which are coded', () => {
    for (const kind of KINDS.filter((one) => one !== 'data')) {
      for (const original of ORIGINALS) {
        const standIn = standInOf(
          kind,
          createHash('sha256')
            .update(kind + original)
            .digest(),
          original,
        );
        assert.match(standIn, STAND_IN, `${kind} ${original}`);
      }
    }
  });

  it('is that of the original, from end to end', () => {
    assert.ok(fitsAround('Bearer abc', 'Bearer redacted-0123abcd'));
    assert.ok(fitsAround('a=1; b=2; c', 'a=redacted-0123abcd; b=redacted-0123abce; c'));
    assert.ok(fitsAround('same', 'same'));
    for (const other of [
      'nothing at all',
      'Basic redacted-0123abcd',
      'Bearer redacted-0123abcd, more',
      'Bearer redacted',
    ]) {
      assert.equal(fitsAround('Bearer abc', other), false, other);
    }
    assert.equal(fitsAround('Bearer ', 'Bearer redacted-0123abcd'), false, 'it stands for something');
    assert.equal(fitsAround('a-b-c', 'redacted-0123abcd-c-redacted-0123abce'), false, 'in their order');
  });

  it('is header and claims of a token, read', () => {
    const header = { alg: 'RS512' };
    const sent = token(header, { aud: 'https://provider.invalid', sub: 'a' }, 'c2ln');
    const signed = 'redacted-0123abcd';
    assert.ok(fitsAround(sent, token(header, { aud: 'https://provider.invalid', sub: 'a' }, signed)));
    assert.ok(fitsAround(sent, token(header, { aud: 'https://provider.invalid', sub: 'Redacted-bcdfghjk' }, signed)));
    assert.equal(fitsAround(sent, token(header, { aud: 'https://other.invalid', sub: 'a' }, signed)), false);
    assert.equal(
      fitsAround(sent, token({ alg: 'none' }, { aud: 'https://provider.invalid', sub: 'a' }, signed)),
      false,
    );
    assert.equal(fitsAround(sent, token(header, { aud: 'https://provider.invalid', sub: 'a' }, 'c2lo')), false);
  });
});

import assert from 'node:assert/strict';
import { TimeLimitError } from '../model/within-time.ts';
import { isFound } from './pattern.ts';

describe('isFound', () => {
  it('searches anywhere in the text, over line ends', () => {
    assert.equal(isFound('b.c', 'ab\ncd'), true);
    assert.equal(isFound('^b', 'ab'), false);
    assert.equal(isFound('^[a-z*+]+$', 'a+b'), true);
    assert.equal(isFound('^(a+b*)+$', 'aab'), true);
  });

  it('stops what runs away', () => {
    assert.throws(() => isFound('^(a+)+$', `${'a'.repeat(60)}!`), TimeLimitError);
    assert.throws(() => isFound('^(a|aa)+$', `${'a'.repeat(60)}!`), TimeLimitError);
    assert.throws(() => isFound('^((a{1,50}){1,50}){1,50}$', `${'a'.repeat(200)}!`), TimeLimitError);
  });

  it('stops what tries too many ways, or one way over too long a text', () => {
    const optional = 40;
    const many = `^${'a?'.repeat(optional)}${'a'.repeat(optional)}$`;
    assert.throws(() => isFound(many, `${'a'.repeat(optional + 20)}!`), TimeLimitError);
    assert.throws(() => isFound('a*!', 'a'.repeat(500_000)), TimeLimitError);
    assert.equal(isFound('^[0-9]{4}-[0-9]{2}(T[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}))?$', '2026-11T09.5Z'), true);
  });

  it('refuses what is no expression', () => assert.throws(() => isFound('(', 'a'), SyntaxError));
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { patternFault } from './safe-pattern.ts';

describe('patternFault', () => {
  it('accepts patterns without repeated repetition', () => {
    for (const pattern of [
      '^https?://.+/Appointment/.+',
      '(ab)+c*',
      '(?:a|b){2,4}',
      '[(+]+',
      '\\(a+\\)+',
      '(?<id>a+)b',
      '(?=a+)b',
    ]) {
      assert.equal(patternFault(pattern), undefined, pattern);
    }
  });

  it('refuses a repeated group that holds a repetition', () => {
    for (const pattern of ['(a+)+$', '(?:a*)*', '((ab)*c)+', '(?:x(?:y+)?)+', '(a{1,})*', '([a-z]+)*']) {
      assert.equal(patternFault(pattern), 'nested-repetition', pattern);
    }
  });

  it('refuses what is no regular expression', () => {
    assert.equal(patternFault('(a'), 'invalid');
    assert.equal(patternFault('\\-'), 'invalid');
  });
});

import assert from 'node:assert/strict';
import { refusedInWords } from './refusal.ts';

describe('refusals in words', () => {
  it('are counted, all of them and each kind, however often that comes', () => {
    const one = (kind: 'no-tls' | 'certificate-missing', times: number) => ({ kind, times, first: [] });
    assert.match(refusedInWords([one('no-tls', 1)]), /^1 connection was .*\(1\)$/);
    const several = refusedInWords([one('no-tls', 2), one('certificate-missing', 1_000), one('no-tls', 3)]);
    assert.match(several, /^1,005 connections were .*\(5\), .*\(1,000\)$/);
  });
});

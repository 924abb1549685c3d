import assert from 'node:assert/strict';
import { sampleResult } from '../../../scripts/golden/sample-result.ts';
import { bodyLimits } from './body-limit.ts';

describe('bodyLimits', () => {
  const { cases } = sampleResult().result;
  const passed = cases.find(({ verdict }) => verdict === 'pass');
  const failed = cases.find(({ verdict }) => verdict === 'fail');
  assert.ok(passed && failed);
  const many = (times: number) => Array.from({ length: times }, () => cases).flat();

  it('shows 4 KB of every body of a small run', () => {
    assert.equal(bodyLimits(cases)(passed), 4_096);
    assert.equal(bodyLimits(cases)(failed), 4_096);
  });

  it('shows less of a large run, first of all of what passed, and never nothing', () => {
    const large = bodyLimits(many(40));
    assert.ok(large(passed) < large(failed));
    assert.ok(large(passed) >= 512);
    assert.equal(bodyLimits(many(2_000))(failed), 512);
  });
});

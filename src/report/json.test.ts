import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { jsonReport } from './json.ts';

describe('jsonReport', () => {
  it('is the result in canonical form and nothing else', () => {
    const input = sampleResult();
    const text = Buffer.from(jsonReport.render(input)).toString('utf8');
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(input.result)));
    assert.equal(canonicalJson(JSON.parse(text)), text);
  });
});

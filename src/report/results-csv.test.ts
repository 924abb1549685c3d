import assert from 'node:assert/strict';
import { parseCsv } from 'hucre/csv';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import { expectationWords, foundWords } from './expectation-words.ts';
import { resultsCsv } from './results-csv.ts';

describe('resultsCsv', () => {
  const sample = sampleResult();
  const text = Buffer.from(resultsCsv.render(sample)).toString('utf8');
  const [titles = [], ...rows] = parseCsv(text, { delimiter: ',' }).map((row) => row.map((cell) => String(cell ?? '')));
  const column = (title: string): readonly string[] => rows.map((row) => row[titles.indexOf(title)] ?? '');

  it('has every assertion once, with what was expected and found', () => {
    const assertions = sample.result.cases.flatMap(({ steps }) => steps.flatMap((step) => step.assertions));
    const named = column('Assertion').filter((id) => id !== '');
    assert.deepEqual(
      named,
      assertions.map(({ id }) => id),
    );
    const [asked] = assertions.filter(({ kind }) => kind === 'status');
    assert.ok(asked);
    const place = column('Assertion').indexOf(asked.id);
    assert.equal(column('Expected')[place], expectationWords(asked)?.text);
    assert.equal(column('Found')[place], foundWords(asked)?.text);
  });

  it('has every case, also those in which nothing was judged, with the reason', () => {
    assert.deepEqual(
      [...new Set(column('Case'))],
      sample.result.cases.map(({ id }) => id),
    );
    const skipped = rows.filter((row) => row[titles.indexOf('Case verdict')] === 'skip');
    assert.ok(skipped.length > 0);
    assert.ok(skipped.every((row) => row[titles.indexOf('Reason')] !== ''));
  });
});

import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { ReportInput } from './report-format.ts';
import { disagreements, tallySources } from './sources-followed.ts';

const sample = sampleResult();

/** The sample with one case, whose step expects `args`, answered by `actual`. */
function withExpectation(
  args: ReportInput['plan']['cases'][number]['steps'][number]['expect'][number]['args'],
  follows: string[],
) {
  const planned = sample.plan.cases.find(({ id }) => id === 'SS-01');
  const folded = sample.result.cases.find(({ id }) => id === 'SS-01');
  const [step] = planned?.steps ?? [];
  const [judged] = folded?.steps ?? [];
  const [assertion] = judged?.assertions ?? [];
  assert.ok(planned && folded && step && judged && assertion);
  const expectation = { kind: assertion.kind, args, source: step.source };
  return disagreements(
    { ...sample.plan, cases: [{ ...planned, steps: [{ ...step, expect: [expectation] }] }] },
    { ...sample.result, cases: [{ ...folded, steps: [{ ...judged, assertions: [{ ...assertion, follows }] }] }] },
  );
}

describe('disagreements', () => {
  it('lists each judged expectation on which the cited sources differ, in plan order', () => {
    const found = disagreements(sample.plan, sample.result);
    const [first] = found;
    assert.equal(first?.case, 'SS-32');
    assert.deepEqual(first?.options, [
      { asks: '404', sources: ['api-2.0.4'] },
      { asks: '400', sources: ['uec-errors'] },
    ]);
    assert.equal(first?.actual, 404);
    assert.deepEqual(first?.follows, ['api-2.0.4']);
    const order = sample.plan.cases.map(({ id }) => id);
    assert.deepEqual(
      found.map((one) => one.case),
      found.map((one) => one.case).toSorted((left, right) => order.indexOf(left) - order.indexOf(right)),
    );
  });

  it('takes a source alone, or the same sources for each answer, for agreement', () => {
    assert.deepEqual(withExpectation([{ is: 200, cite: ['a', 'b'] }], ['a', 'b']), []);
    assert.deepEqual(
      withExpectation(
        [
          { is: 200, cite: ['a'] },
          { is: 201, cite: ['a'] },
        ],
        ['a'],
      ),
      [],
    );
    assert.deepEqual(withExpectation('anything else', []), []);
  });

  it('finds the options wherever the arguments hold them, with one source or several', () => {
    const [found] = withExpectation(
      {
        any: [
          { is: 'x', cite: 'a' },
          { is: 2, cite: ['b'] },
        ],
      },
      [],
    );
    assert.deepEqual(found?.options, [
      { asks: 'x', sources: ['a'] },
      { asks: '2', sources: ['b'] },
    ]);
    assert.deepEqual(found?.follows, []);
  });
});

describe('tallySources', () => {
  it('counts for each source where it was cited and where it was followed', () => {
    const found = disagreements(sample.plan, sample.result);
    const tally = tallySources(found);
    for (const { source, asked, followed } of tally) {
      assert.equal(followed, found.filter(({ follows }) => follows.includes(source)).length);
      assert.ok(asked >= followed);
    }
    assert.deepEqual(
      tally.map(({ source }) => source),
      ['api-2.0.4', 'uec-errors', 'scal-provider'],
    );
  });
});

import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { Disagreement } from '../model/citation.ts';
import type { ReportInput } from '../report/report-format.ts';
import { disagreements, sourceStances } from './sources-followed.ts';

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
  return disagreements({ ...sample.plan, cases: [{ ...planned, steps: [{ ...step, expect: [expectation] }] }] }, [
    { ...folded, steps: [{ ...judged, assertions: [{ ...assertion, follows }] }] },
  ]);
}

describe('disagreements', () => {
  it('lists each judged expectation on which the cited sources differ, in plan order', () => {
    const found = disagreements(sample.plan, sample.result.cases);
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

describe('sourceStances', () => {
  const one = (follows: string): Disagreement => ({
    case: 'A',
    step: 'act',
    options: [
      { asks: '422', sources: ['a'] },
      { asks: '409', sources: ['b'] },
    ],
    actual: 0,
    follows: follows === '' ? [] : [follows],
  });
  const stances = (...followed: string[]) => sourceStances(followed.map(one));

  it('calls a source followed always, never, or mixed', () => {
    assert.deepEqual(stances('a', 'a'), [
      { source: 'a', asked: 2, followed: 2, follows: 'always' },
      { source: 'b', asked: 2, followed: 0, follows: 'never' },
    ]);
    assert.deepEqual(
      stances('a', 'b').map(({ follows }) => follows),
      ['mixed', 'mixed'],
    );
  });

  it('does not take an answer that no source asks for as following one', () => {
    assert.deepEqual(
      stances('a', '').map(({ follows }) => follows),
      ['mixed', 'never'],
    );
  });

  it('counts for each source the disagreements that cite it', () => {
    const found = disagreements(sample.plan, sample.result.cases);
    assert.deepEqual(
      sourceStances(found).map(({ source }) => source),
      ['api-2.0.4', 'uec-errors', 'scal-provider'],
    );
    for (const { source, asked } of sourceStances(found)) {
      assert.equal(
        asked,
        found.filter(({ options }) => options.some(({ sources }) => sources.includes(source))).length,
      );
    }
  });
});

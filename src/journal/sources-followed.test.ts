import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { Disagreement } from '../model/citation.ts';
import type { JsonValue } from '../model/json.ts';
import { disagreements, sourceStances } from './sources-followed.ts';

const sample = sampleResult();

interface Asked {
  readonly args: JsonValue;
  readonly actual?: JsonValue;
  readonly follows?: readonly string[];
}

/** One case for each, whose step expects `args`, answered by `actual`. */
function found(...asked: readonly Asked[]) {
  const planned = sample.plan.cases.find(({ id }) => id === 'SS-01');
  const folded = sample.result.cases.find(({ id }) => id === 'SS-01');
  const [step] = planned?.steps ?? [];
  const [judged] = folded?.steps ?? [];
  const [assertion] = judged?.assertions ?? [];
  assert.ok(planned && folded && step && judged && assertion);
  const cases = asked.map(({ args }, index) => {
    const expect = [{ kind: assertion.kind, args, source: step.source }];
    return { ...planned, id: `A-${index + 1}`, steps: [{ ...step, expect }] };
  });
  const results = asked.map(({ actual = 0, follows = [] }, index) => {
    const assertions = [{ ...assertion, actual, follows }];
    return { ...folded, id: `A-${index + 1}`, steps: [{ ...judged, assertions }] };
  });
  return disagreements({ ...sample.plan, cases }, results);
}

const TAKEN = [
  { is: 422, cite: ['a', 'c'] },
  { is: 409, cite: 'b' },
];

describe('disagreements', () => {
  it('lists each judged situation in which the cited sources differ, as it first comes up', () => {
    const [first, ...others] = disagreements(sample.plan, sample.result.cases);
    assert.deepEqual(first, {
      options: [
        { asks: '404', sources: ['api-2.0.4'] },
        { asks: '400', sources: ['uec-errors'] },
      ],
      answers: [{ actual: 404, follows: ['api-2.0.4'], cases: ['SS-32'] }],
    });
    assert.ok(others.length > 0);
  });

  it('takes a source alone, or the same sources for each answer, for agreement', () => {
    const twice = [
      { is: 200, cite: ['a'] },
      { is: 201, cite: ['a'] },
    ];
    assert.deepEqual(found({ args: [{ is: 200, cite: ['a', 'b'] }] }, { args: twice }, { args: 'anything else' }), []);
  });

  it('finds the options wherever the arguments hold them, with one source or several', () => {
    const args = {
      any: [
        { is: 'x', cite: 'a' },
        { is: 2, cite: ['b'] },
      ],
    };
    assert.deepEqual(
      found({ args }).map(({ options }) => options),
      [
        [
          { asks: 'x', sources: ['a'] },
          { asks: '2', sources: ['b'] },
        ],
      ],
    );
  });

  it('puts the cases of one situation together, however it is written, and tells its answers apart', () => {
    const reversed = TAKEN.map(({ is, cite }) => ({ is, cite: [cite].flat().toReversed() })).toReversed();
    const [only, ...others] = found(
      { args: TAKEN, actual: 422, follows: ['a', 'c'] },
      { args: reversed, actual: 422, follows: ['c', 'a'] },
      { args: TAKEN, actual: 409, follows: ['b'] },
      { args: TAKEN, actual: 500 },
    );
    assert.deepEqual(others, []);
    assert.deepEqual(only?.answers, [
      { actual: 422, follows: ['a', 'c'], cases: ['A-1', 'A-2'] },
      { actual: 409, follows: ['b'], cases: ['A-3'] },
      { actual: 500, follows: [], cases: ['A-4'] },
    ]);
  });
});

describe('sourceStances', () => {
  const stances = (...answers: Disagreement['answers']) =>
    sourceStances([
      {
        options: [
          { asks: '422', sources: ['a'] },
          { asks: '409', sources: ['b'] },
        ],
        answers,
      },
    ]);

  it('calls a source followed always, never, or mixed, and counts the cases', () => {
    const followsA = { actual: 422, follows: ['a'], cases: ['A-1', 'A-2'] };
    assert.deepEqual(stances(followsA), [
      { source: 'a', asked: 2, followed: 2, follows: 'always' },
      { source: 'b', asked: 2, followed: 0, follows: 'never' },
    ]);
    assert.deepEqual(stances(followsA, { actual: 409, follows: ['b'], cases: ['A-3'] }), [
      { source: 'a', asked: 3, followed: 2, follows: 'mixed' },
      { source: 'b', asked: 3, followed: 1, follows: 'mixed' },
    ]);
  });

  it('does not take an answer that no source asks for as following one', () => {
    const never = stances({ actual: 500, follows: [], cases: ['A-1'] });
    assert.deepEqual(
      never.map(({ follows }) => follows),
      ['never', 'never'],
    );
  });
});

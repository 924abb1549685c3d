import assert from 'node:assert/strict';
import type { JsonValue } from '../model/json.ts';
import { matches, type Predicate } from './match.ts';

const holds = (predicate: Predicate, actual: JsonValue | undefined): boolean => {
  const found = matches(predicate, actual);
  return 'holds' in found ? found.holds : assert.fail(found.problem.code);
};
const codeOf = (predicate: Predicate, actual: JsonValue): string | undefined => {
  const found = matches(predicate, actual);
  return 'problem' in found ? found.problem.code : undefined;
};

describe('matches', () => {
  it('compares values with their type', () => {
    assert.equal(holds({ equals: 1 }, 1), true);
    assert.equal(holds({ equals: 1 }, '1'), false);
    assert.equal(holds({ in: ['a', { b: 1 }] }, { b: 1 }), true);
    assert.equal(holds({ in: ['a'] }, 'b'), false);
  });

  it('finds texts and patterns in texts and in what is written as one', () => {
    assert.equal(holds({ contains: 'ook' }, 'booked'), true);
    assert.equal(holds({ contains: 'x' }, 'booked'), false);
    assert.equal(holds({ matches: '^\\d+$' }, 17), true);
    assert.equal(holds({ matches: '^tr' }, true), true);
  });

  it('finds nothing in lists and objects, which have no text', () => {
    for (const actual of [['object'], { a: 'object' }, [], {}, null]) {
      assert.equal(holds({ contains: '' }, actual), false);
      assert.equal(holds({ matches: 'object|' }, actual), false);
    }
  });

  it('tells presence, also that of null', () => {
    assert.equal(holds({ present: true }, null), true);
    assert.equal(holds({ present: true }, undefined), false);
    assert.equal(holds({ present: false }, undefined), true);
    assert.equal(holds({ equals: 'a' }, undefined), false);
  });

  it('reports a pattern that runs away, and one that is none', () => {
    assert.equal(codeOf({ matches: '^(a+)+$' }, `${'a'.repeat(40)}!`), 'REGEX_TIMEOUT');
    assert.equal(codeOf({ matches: '(' }, 'a'), 'UNSAFE_REGEX');
  });
});

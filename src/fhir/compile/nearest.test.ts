import assert from 'node:assert/strict';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  const known = ['gender', 'name', 'birthDate', 'contact', 'contained'];

  it('finds the name that was meant', () => {
    for (const [typed, meant] of [
      ['gendr', 'gender'],
      ['geneder', 'gender'],
      ['gnder', 'gender'],
      ['gedner', 'gender'],
      ['Gender', 'gender'],
      ['nmae', 'name'],
      ['birthdate', 'birthDate'],
      ['contct', 'contact'],
      ['containd', 'contained'],
    ] as const) {
      assert.equal(nearest(typed, known), meant, typed);
    }
  });

  it('does not guess when nothing is near', () => {
    for (const typed of ['x', 'nickname', 'photo', '']) assert.equal(nearest(typed, known), undefined, typed);
    assert.equal(nearest('gender', []), undefined);
  });
});

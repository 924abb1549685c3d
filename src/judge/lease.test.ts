import assert from 'node:assert/strict';
import type { Api, InteractionRequest } from '../model/suite.ts';
import { askedWith, checkLease } from './lease.ts';

// Only these parts of an interface and a request are read here.
const API = {
  interactions: {
    search: { query: { service: '${values.service}', start: ['ge${now | plus values.window.from}'], status: 'free' } },
  },
} as unknown as Api;
const SEARCH = { kind: 'interaction', interaction: 'search', query: {} } as unknown as InteractionRequest;
const VALUES = { service: '1000000001', window: { from: '1h' }, patient: { family: 'Marchbank' } };

describe('a lease', () => {
  it('says which configured values the request asks with, and no others', () => {
    assert.deepEqual(askedWith(SEARCH, API, VALUES), ['service = 1000000001', 'window.from = 1h']);
    assert.deepEqual(askedWith({ ...SEARCH, query: { service: '7' } }, API, VALUES), ['window.from = 1h']);
    assert.deepEqual(askedWith({ kind: 'same', same: 'search', fresh: [] }, API, VALUES), []);
  });

  it('skips the case when there is nothing to take, and tells nothing offered from all taken', () => {
    const check = (values: readonly string[], asked = ['service = 1000000001']) =>
      checkLease('slot', 'entry', { values }, undefined, asked);
    const [none, taken] = [check([]), check(['a', 'b'])];
    assert.deepEqual([none.verdict, taken.verdict], ['skip', 'skip']);
    assert.match(none.message, /offers no slot.*service = 1000000001/);
    assert.match(taken.message, /\(2\).*service = 1000000001/);
    assert.doesNotMatch(check([], []).message, /asked with/);
  });

  it('passes with what was taken', () => {
    assert.equal(checkLease('slot', 'entry', { values: ['a'] }, 'a', []).verdict, 'pass');
  });
});

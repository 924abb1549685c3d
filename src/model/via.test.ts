import assert from 'node:assert/strict';
import { addressOf } from './via.ts';

describe('addressOf', () => {
  const baseUrl = 'https://provider.example/STU3/1/booking';

  it('is the base URL when there is no proxy', () => assert.equal(addressOf({ baseUrl }), baseUrl));

  it('has exactly one slash between proxy and base URL', () => {
    const expected = `https://proxy.example/${baseUrl}`;
    assert.equal(addressOf({ baseUrl, via: 'https://proxy.example' }), expected);
    assert.equal(addressOf({ baseUrl, via: 'https://proxy.example/' }), expected);
    assert.equal(addressOf({ baseUrl, via: 'https://proxy.example//' }), expected);
  });
});

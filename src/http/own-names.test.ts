import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { namesOf, shownAs } from './own-names.ts';

describe('the names of a server', () => {
  it('are the host at which it listens', () => {
    assert.deepEqual(namesOf('desk.example'), { dns: ['desk.example'], ip: [] });
    assert.deepEqual(namesOf('192.0.2.7'), { dns: [], ip: ['192.0.2.7'] });
    assert.deepEqual(namesOf('2001:db8::7'), { dns: [], ip: ['2001:db8::7'] });
    assert.equal(shownAs('192.0.2.7'), '192.0.2.7');
  });

  for (const every of ['0.0.0.0', '::']) {
    it(`are those of the machine when it listens at ${every}`, () => {
      assert.ok(namesOf(every).dns.includes(hostname()));
      assert.ok(namesOf(every).ip.includes('127.0.0.1'));
      assert.equal(shownAs(every), hostname());
    });
  }
});

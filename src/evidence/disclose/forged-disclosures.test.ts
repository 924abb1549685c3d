import assert from 'node:assert/strict';
import { COMMITTED, DISCLOSED, inDisclosure } from '../../../fixtures/bundles/forgeries/in-disclosure.ts';
import { openedBy } from './redactions.ts';

const disclosed = (text: string, commitments?: string) =>
  openedBy(Buffer.from(text), commitments === undefined ? undefined : Buffer.from(commitments));
const codesOf = (read: ReturnType<typeof disclosed>) =>
  'findings' in read ? read.findings.map(({ code }) => code) : [];

describe('a disclosure', () => {
  it('opens the redaction that it is of', () => {
    const read = disclosed(DISCLOSED, COMMITTED);
    assert.equal('value' in read && read.value.id, 'r-1');
  });

  for (const [what, [threat, code, text]] of Object.entries(inDisclosure)) {
    it(`is found by ${code} for ${what} (threat ${threat})`, () => {
      assert.deepEqual(codesOf(disclosed(text, COMMITTED)), [code]);
    });
  }

  it('opens nothing in a bundle without commitments, or with others', () => {
    assert.deepEqual(codesOf(disclosed(DISCLOSED)), ['DISCLOSURE_INVALID']);
    assert.deepEqual(codesOf(disclosed(DISCLOSED, '{}')), ['DISCLOSURE_INVALID']);
    const edited = COMMITTED.replace(/"commit":"[0-9a-f]{8}/, '"commit":"00000000');
    assert.deepEqual(codesOf(disclosed(DISCLOSED, edited)), ['DISCLOSURE_DIFFERS']);
  });
});

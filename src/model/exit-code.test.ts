import assert from 'node:assert/strict';
import { EXIT, exitCodeOf } from './exit-code.ts';

describe('exitCodeOf', () => {
  it('is 0 when everything passed', () => assert.equal(exitCodeOf(['pass', 'pass'], false), EXIT.ok));

  it('is 1 when the system under test failed', () =>
    assert.equal(exitCodeOf(['pass', 'fail'], false), EXIT.systemUnderTestFailed));

  it('is 1 for a skip unless skips are allowed', () => {
    assert.equal(exitCodeOf(['pass', 'skip'], false), EXIT.systemUnderTestFailed);
    assert.equal(exitCodeOf(['pass', 'skip'], true), EXIT.ok);
  });

  it('is 3 for any error, also beside a fail and with skips allowed', () => {
    assert.equal(exitCodeOf(['fail', 'error', 'skip'], true), EXIT.harness);
    assert.equal(exitCodeOf(['error'], false), EXIT.harness);
  });

  it('is 3 when nothing was run', () => assert.equal(exitCodeOf([], true), EXIT.harness));

  it('still reports a fail when skips are allowed', () =>
    assert.equal(exitCodeOf(['skip', 'fail'], true), EXIT.systemUnderTestFailed));

  it('keeps the numbers that CI relies on', () =>
    assert.deepEqual(EXIT, {
      ok: 0,
      systemUnderTestFailed: 1,
      usage: 2,
      harness: 3,
      evidenceInvalid: 4,
      evidenceNotTrusted: 5,
    }));
});

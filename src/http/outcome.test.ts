import assert from 'node:assert/strict';
import { endingOf, type Progress } from './outcome.ts';

const NOWHERE: Progress = { isConnected: false, isUntrusted: false, isEnded: false };
const CONNECTED: Progress = { ...NOWHERE, isConnected: true };
const SOME = Buffer.from('HTTP/1.1');

describe('endingOf', () => {
  const outcomeOf = (...args: Parameters<typeof endingOf>) => endingOf(...args).outcome;

  it('tells names that are not known from servers that are not there', () => {
    assert.equal(outcomeOf('ENOTFOUND', NOWHERE), 'dns-failure');
    assert.equal(outcomeOf('EAI_AGAIN', NOWHERE), 'dns-failure');
    for (const code of ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ECONNRESET']) {
      assert.equal(outcomeOf(code, NOWHERE), 'refused');
    }
  });

  it('tells a certificate that we refused from a handshake that failed and from a peer that left', () => {
    assert.equal(outcomeOf('CERT_HAS_EXPIRED', { ...CONNECTED, isUntrusted: true }), 'tls-untrusted');
    assert.equal(outcomeOf('ERR_SSL_WRONG_VERSION_NUMBER', CONNECTED), 'tls-alert');
    assert.equal(outcomeOf('EPROTO', CONNECTED), 'tls-alert');
    assert.equal(outcomeOf('ECONNRESET', CONNECTED), 'reset');
  });

  it('tells a response that was cut short from one that was cut off', () => {
    assert.equal(outcomeOf('ECONNRESET', { ...CONNECTED, isEnded: true }, SOME), 'truncated');
    assert.equal(outcomeOf('HPE_INVALID_EOF_STATE', { ...CONNECTED, isEnded: true }, SOME), 'truncated');
    assert.equal(outcomeOf('ECONNRESET', { ...CONNECTED, isEnded: true }), 'reset');
    assert.equal(outcomeOf('ECONNRESET', CONNECTED, SOME), 'reset');
  });

  it('calls what the parser refuses malformed, except a flood of headers and an alert of TLS', () => {
    assert.deepEqual(endingOf('HPE_INVALID_CONSTANT', CONNECTED, SOME), {
      outcome: 'malformed',
      problem: 'HPE_INVALID_CONSTANT',
    });
    assert.deepEqual(endingOf('HPE_HEADER_OVERFLOW', CONNECTED, SOME), {
      outcome: 'too-large',
      problem: 'HEADERS_TOO_LARGE',
    });
    assert.deepEqual(endingOf('HPE_INVALID_CONSTANT', CONNECTED, Buffer.from([0x15, 3, 3])), {
      outcome: 'tls-alert',
      problem: 'TLS_RECORD',
    });
  });

  it('keeps our own reasons whatever else went wrong on the way', () => {
    assert.equal(outcomeOf('DEADLINE', NOWHERE), 'deadline');
    assert.equal(outcomeOf('INTERRUPTED', { ...CONNECTED, isUntrusted: true }), 'interrupted');
    assert.equal(outcomeOf('DECODED_TOO_LARGE', { ...CONNECTED, isEnded: true }, SOME), 'too-large');
  });
});

import assert from 'node:assert/strict';
import { brokenExchange } from './broken-exchange.ts';
import { OUTCOMES, type Outcome } from './exchange.ts';

const request = { method: 'GET', url: 'https://provider.invalid/metadata', headers: [], body: new Uint8Array() };
const codeOf = (outcome: Outcome, problem?: string) =>
  brokenExchange({ outcome, request, ...(problem === undefined ? {} : { problem }) })?.code;

describe('brokenExchange', () => {
  it('finds nothing wrong with a response, whatever its status', () => assert.equal(codeOf('response'), undefined));

  it('gives every other outcome a code of its own', () => {
    const codes = OUTCOMES.filter((outcome) => outcome !== 'response').map((outcome) => codeOf(outcome));
    assert.equal(new Set(codes).size, OUTCOMES.length - 1);
    assert.ok(codes.every((code) => code !== undefined));
  });

  it('is precise about limits and codings, and keeps to its code for problems of the system', () => {
    assert.equal(codeOf('too-large', 'DECODED_TOO_LARGE'), 'DECODED_TOO_LARGE');
    assert.equal(codeOf('malformed', 'UNKNOWN_CONTENT_CODING'), 'UNKNOWN_CONTENT_CODING');
    assert.equal(codeOf('refused', 'ECONNREFUSED'), 'UNREACHABLE');
    assert.equal(codeOf('malformed', 'HPE_INVALID_CONSTANT'), 'MALFORMED_HTTP');
  });
});

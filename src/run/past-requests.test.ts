import assert from 'node:assert/strict';
import type { HttpRequest } from '../model/exchange.ts';
import { PastRequests } from './past-requests.ts';

const request = (method: string, path: string, id?: string): HttpRequest => ({
  method,
  url: `http://127.0.0.1${path}`,
  headers: id === undefined ? [] : [['x-request-id', id]],
  body: new Uint8Array(),
});
const refOf = (id: string, caseId: string) => ({ id, case: caseId, purpose: 'step', attempt: 1 }) as const;

describe('the requests of a client so far', () => {
  let past: PastRequests;
  beforeEach(() => {
    past = new PastRequests();
    past.note(request('GET', '/Slot', 'a'), refOf('0001-01', 'ONE'));
  });

  it('tell what is made again in another case, by its X-Request-ID', () => {
    past.note(request('GET', '/Slot', 'a'), refOf('0002-01', 'TWO'));
    assert.equal(past.before(request('GET', '/Slot', 'a'), 'TWO'), '0001-01');
    assert.equal(past.before(request('GET', '/Slot', 'a'), 'ONE'), undefined);
  });

  it('are not taken for others: with another id, with none, or with another line', () => {
    past.note(request('GET', '/metadata'), refOf('0001-02', 'ONE'));
    for (const other of [request('GET', '/Slot', 'b'), request('GET', '/metadata'), request('POST', '/Slot', 'a')])
      assert.equal(past.before(other, 'TWO'), undefined);
  });

  it('are told apart by no id that all of them have', () => {
    past.note(request('POST', '/Appointment', 'a'), refOf('0001-02', 'ONE'));
    assert.equal(past.before(request('GET', '/Slot', 'a'), 'TWO'), undefined);
  });
});

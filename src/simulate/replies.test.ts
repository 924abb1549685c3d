import { deepEqual, equal, notEqual, ok, throws } from 'node:assert/strict';
import { HarnessError } from '../model/harness-error.ts';
import type { JsonObject } from '../model/json.ts';
import { type Answer, entriesOf, idOf, Provider, slotsOf } from './test-provider.test.ts';

const issueOf = ({ resource }: Answer): JsonObject => (resource.issue as readonly JsonObject[])[0] ?? {};

describe('named replies of the reference provider', () => {
  const REFUSALS = [
    ['bad-request', 400],
    ['forbidden', 403],
    ['not-found', 404],
    ['not-allowed', 405],
    ['unsupported-media-type', 415],
    ['server-error', 500],
  ] as const;
  for (const [reply, status] of REFUSALS) {
    it(`${reply} refuses with ${status} and an OperationOutcome, and does nothing`, () => {
      const provider = new Provider();
      const slot = provider.freeSlot();
      const refused = provider.book({ slot, reply });
      equal(refused.status, status);
      equal(refused.resource.resourceType, 'OperationOutcome');
      equal(provider.book({ slot }).status, 201);
    });
  }

  for (const [reply, status] of [
    ['bad-gateway-empty', 502],
    ['gateway-timeout-empty', 504],
  ] as const) {
    it(`${reply} says ${status} and no more`, () => {
      const answer = new Provider().book({ reply });
      deepEqual([answer.status, answer.text, answer.header('Content-Type')], [status, '', undefined]);
    });
  }

  it('the other requests get their usual replies', () => {
    const provider = new Provider();
    provider.send('search-slots', { reply: 'server-error' });
    equal(provider.send('search-slots').status, 200);
  });

  it('unprocessable has the slot taken by somebody else', () => {
    const provider = new Provider();
    const slot = provider.freeSlot();
    const refused = provider.book({ slot, reply: 'unprocessable' });
    deepEqual([refused.status, issueOf(refused).code], [422, 'processing']);
    equal(provider.book({ slot }).status, 422);
    notEqual(provider.freeSlot().id, slot.id);
  });

  for (const [reply, status] of [
    ['conflict', 409],
    ['precondition-failed', 412],
  ] as const) {
    it(`${reply} has the appointment changed by somebody else: what was read before cannot be sent again, what is read now can`, () => {
      const provider = new Provider();
      const appointmentId = idOf(provider.book());
      const before = provider.send('read', { appointmentId });
      const change = { body: { ...before.resource, status: 'cancelled' }, headers: { 'If-Match': 'W/"1"' } };
      equal(provider.cancel(appointmentId, { reply, ...change }).status, status);
      equal(provider.cancel(appointmentId, change).status, 409);
      const now = provider.send('read', { appointmentId });
      deepEqual([now.header('ETag'), now.resource.comment], ['W/"2"', 'Changed by the clinic']);
      equal(provider.cancel(appointmentId).status, 200);
    });
  }

  it('without-includes gives the slots alone', () => {
    const provider = new Provider();
    const query = { _include: ['Slot:schedule', 'Schedule:actor:HealthcareService'] };
    const usual = provider.send('search-slots', { query });
    const bare = provider.send('search-slots', { query, reply: 'without-includes' });
    ok(entriesOf(usual, 'HealthcareService').length > 0);
    deepEqual(entriesOf(bare, 'HealthcareService'), []);
    deepEqual(slotsOf(bare), slotsOf(usual));
  });

  it('without-gzip leaves the reply as it is', () => {
    const headers = { 'Accept-Encoding': 'gzip' };
    equal(new Provider().send('search-slots', { headers }).header('Content-Encoding'), 'gzip');
    equal(
      new Provider().send('search-slots', { headers, reply: 'without-gzip' }).header('Content-Encoding'),
      undefined,
    );
  });

  it('unknown elements and extensions come with what was asked for, in both formats', () => {
    const provider = new Provider();
    const appointmentId = idOf(provider.book());
    const read = (reply: string, format: string): Answer =>
      provider.send('read', { appointmentId, reply, headers: { Accept: `application/fhir+${format}` } });
    equal(read('unknown-elements', 'json').resource.weather, 'fine');
    ok(read('unknown-elements', 'xml').text.includes('<weather value="fine"/>'));
    ok(read('unknown-extension', 'xml').text.includes('url="https://weather.example.nhs.uk/outlook"'));
    equal(slotsOf(provider.send('search-slots', { reply: 'unknown-slot-elements' }))[0]?.weather, 'fine');
  });

  it('a reply that nobody declared, or not for this interaction, is an error of the harness', () => {
    throws(() => new Provider().book({ reply: 'purple' }), isInvalid);
    throws(() => new Provider().book({ reply: 'without-includes' }), isInvalid);
  });
});

const isInvalid = (cause: unknown): boolean =>
  cause instanceof HarnessError && cause.diagnostic.code === 'CONFIG_INVALID';
